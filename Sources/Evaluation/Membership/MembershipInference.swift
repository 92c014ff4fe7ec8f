import TensorCore

/// How a membership attack is made.
public struct MembershipProtocol: Sendable {
  /// Which retain samples stand for members.
  public enum Members: Sendable {
    /// As many as there are non-members, from the start of the retain set: the published choice.
    case first
    /// As many, drawn at random.
    case random(RandomStream)
  }

  /// The number the attack looks at.
  public var signal: MembershipSignal
  /// Which retain samples stand for members.
  public var members: Members
  /// Most samples of each side that the classifier is trained on. Beyond it, non-members are taken at even spacing
  /// (row ⌊i·n/m⌋) and members in the order of `members`. Training time grows with its square; 10,000 leaves the
  /// published protocol unabridged on MNIST and CIFAR, at 6 to 14 s a number instead of 2 to 4.
  public var maximumPerSide: Int

  /// A protocol; the defaults are the published column's, but for the cap.
  public init(
    signal: MembershipSignal = .confidence, members: Members = .first, maximumPerSide: Int = 5_000
  ) {
    precondition(maximumPerSide > 0, "at most \(maximumPerSide) samples a side")
    self.signal = signal
    self.members = members
    self.maximumPerSide = maximumPerSide
  }
}

/// MIA-efficacy: the percentage of forget samples that a classifier of members takes for non-members.
///
/// A support vector machine (C = 3, γ = 1, radial basis) is trained on retain samples as members and test samples as
/// non-members, on one number each. Under class forgetting the forget samples are all of one kind and the score is
/// near 100 for any method; give the test samples of the forgotten classes as `nonMembers` for the fairer question.
///
/// Shapes: logits [N, C] each
/// Range:  percent, [0, 100]; undefined without samples on a side, or where the signal does not vary
/// Random: the stream in `members`, if any
/// Source: Jia et al. 2023 as in methods.md C.2; deviation: at most `maximumPerSide` training samples a side
public func membershipEfficacy(
  retain: LabelledLogits, nonMembers: LabelledLogits, forget: LabelledLogits,
  using attack: MembershipProtocol = MembershipProtocol()
) -> MetricValue {
  guard retain.count > 0, nonMembers.count > 0, forget.count > 0 else { return .undefined("a side has no samples") }
  let others = attack.signal.values(nonMembers.selecting(rows: evenlySpaced(nonMembers.count, attack.maximumPerSide)))
  let memberRows = rows(of: attack.members, from: retain.count, count: min(nonMembers.count, attack.maximumPerSide))
  let members = attack.signal.values(retain.selecting(rows: memberRows))
  return membershipEfficacy(members: members, nonMembers: others, forget: attack.signal.values(forget))
}

/// MIA-efficacy from the attack's numbers themselves.
///
/// Shapes: members [M], nonMembers [N], forget [F]
/// Range:  percent, [0, 100]; undefined where a value is not finite or all training values are equal
public func membershipEfficacy(members: [Double], nonMembers: [Double], forget: [Double]) -> MetricValue {
  let training = members + nonMembers
  guard !members.isEmpty, !nonMembers.isEmpty, !forget.isEmpty else { return .undefined("a side has no samples") }
  guard (training + forget).allSatisfy(\.isFinite) else { return .undefined("the signal is not finite") }
  guard training.contains(where: { $0 != training[0] }) else { return .undefined("the signal does not vary") }
  let classifier = SupportVectorClassifier(positives: members, negatives: nonMembers, cost: 3, gamma: 1)
  let taken = classifier.classifiesAsPositive(forget).count { !$0 }
  return .value(100 * Double(taken) / Double(forget.count))
}

/// At most `limit` of `count` rows, at even spacing.
func evenlySpaced(_ count: Int, _ limit: Int) -> [Int] {
  count <= limit ? Array(0..<count) : (0..<limit).map { $0 * count / limit }
}

private func rows(of members: MembershipProtocol.Members, from available: Int, count: Int) -> [Int] {
  let wanted = min(count, available)
  switch members {
  case .first: return Array(0..<wanted)
  case .random(var stream): return Array(stream.permutation(available).prefix(wanted))
  }
}
