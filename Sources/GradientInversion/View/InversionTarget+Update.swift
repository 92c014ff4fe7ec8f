import Learning
import TensorCore

extension InversionTarget {
  /// The change of the weights that unlearning made, read as a gradient of the original network.
  ///
  /// Parameters that did not move at all were frozen by the method: they say nothing about the image and do not
  /// enter. Running statistics are not gradients: the attack keeps the original's, and the moved ones are listed.
  ///
  /// Throws:    `InversionError` `otherArchitecture`, `nonFiniteTarget`, `vanishingTarget` when no weight moved
  /// Source:    Hu et al., 2024, section 4 (one step of gradient ascent: θu − θo is the gradient times the rate)
  public static func update(
    from original: Network, to unlearned: Network, labels: [Int32]?, sign: UpdateSign = .auto, steps: Int? = nil
  ) throws -> InversionTarget {
    guard
      original.architecture == unlearned.architecture, original.classCount == unlearned.classCount,
      original.inputShape == unlearned.inputShape
    else {
      throw InversionError.otherArchitecture(
        original: original.architecture, originalClasses: original.classCount, unlearned: unlearned.architecture,
        unlearnedClasses: unlearned.classCount)
    }
    let changes = withoutGradients {
      zip(unlearned.parameters, original.parameters).map { $0.tensor - $1.tensor }
    }
    // Checks shapes, finite values, and that something moved.
    let checked = try InversionTarget(gradients: changes, of: original)
    let resolved = sign == .auto ? likelySign(ofChanges: changes, in: original, labels: labels) : sign
    let gradients = resolved == .minus ? withoutGradients { changes.map { -$0 } } : checked.gradients
    return InversionTarget(
      origin: .update(
        UpdateReading(
          sign: resolved, isSignInferred: sign == .auto, steps: steps,
          movedBuffers: movedBuffers(from: original, to: unlearned))),
      gradients: gradients, isEntering: changes.map { !isZero($0) })
  }

  /// The sign under which the change of the head's bias looks like the gradient of a cross-entropy.
  ///
  /// That gradient is p − y: negative at the label (at most at the labels of a batch) and positive elsewhere. With
  /// labels, the sign is taken whose negative entries match them better; without, the one with fewer of them, since an
  /// image has one label and C − 1 others. `plus` when both fit alike.
  static func likelySign(ofChanges changes: [Tensor], in network: Network, labels: [Int32]?) -> UpdateSign {
    let bias = changes[network.headBiasPosition].doubles
    let known = labels.map { Set($0.map(Int.init)) }
    func score(_ sign: Double) -> Double {
      let negative = bias.indices.filter { bias[$0] * sign < 0 }
      guard let known else { return -Double(negative.count) }
      let hits = Double(negative.count(where: known.contains)) / Double(max(known.count, 1))
      let others = Double(max(bias.count - known.count, 1))
      return hits - Double(negative.count { !known.contains($0) }) / others
    }
    return score(-1) > score(1) ? .minus : .plus
  }

  private static func movedBuffers(from original: Network, to unlearned: Network) -> [String] {
    zip(original.buffers, unlearned.buffers).compactMap { before, after in
      guard case .tensor(let old) = before.content, case .tensor(let new) = after.content else { return nil }
      return old.floats == new.floats ? nil : before.name
    }
  }
}

extension Network {
  var headBiasPosition: Int { position(of: headBias) }
  var headWeightPosition: Int { position(of: headWeight) }

  private func position(of parameter: Parameter) -> Int {
    guard let position = parameters.firstIndex(where: { $0 === parameter }) else {
      preconditionFailure("\(architecture) does not list its head's \(parameter.name) among its parameters")
    }
    return position
  }
}
