import Learning

extension RequestCheck {
  /// That the forget set is what was asked for.
  ///
  /// Where the dataset itself says which samples these are, they are stated from it. What was drawn has its size
  /// checked, and the selection is made a second time, which finds an error of memory or order, not one of the rule.
  static func selection(
    _ request: ForgetRequest, training: Subset, forget: Subset, again: @autoclosure () throws -> Subset
  ) rethrows -> [RequestCheck] {
    let size = size(request, training: training, forget: forget)
    if let stated = request.stated(in: training) {
      return [same(asked: stated, forget: forget, request.statement)] + [size].compactMap { $0 }
    }
    let repeated = same(
      asked: Set(try again().positions), forget: forget,
      "the same selection, made a second time, gives the forget set again, to the sample")
    return [size].compactMap { $0 } + [repeated]
  }

  private static func same(asked: Set<Int>, forget: Subset, _ statement: String) -> RequestCheck {
    let given = Set(forget.positions)
    return RequestCheck(
      statement, given == asked && given.count == forget.count,
      otherwise: "\(asked.subtracting(given).count) of \(asked.count) samples asked for are not in it, "
        + "\(given.subtracting(asked).count) others are, \(forget.count - given.count) are repeated")
  }

  /// Nil where the request says nothing of a size.
  private static func size(_ request: ForgetRequest, training: Subset, forget: Subset) -> RequestCheck? {
    func count(_ share: ForgetShare, of total: Int) -> Int {
      switch share {
      case .fraction(let fraction): Int((fraction * Double(total)).rounded())
      case .count(let count): count
      }
    }
    func check(_ what: String, asked: [Int], found: [Int]) -> RequestCheck {
      let given = Set(forget.positions)
      let isPart = given.count == forget.count && given.isSubset(of: training.positions)
      return RequestCheck(
        "the forget set is of the size asked for: \(what)", isPart && asked == found,
        otherwise: isPart
          ? "\(found) where \(asked) are asked for" : "samples that are no training samples, or repeated")
    }
    switch request {
    case .fraction(let fraction), .noisyLabels(let fraction):
      let asked = count(.fraction(fraction), of: training.count)
      return check("\(asked) different training samples", asked: [asked], found: [forget.count])
    case .count(let asked):
      return check("\(asked) different training samples", asked: [asked], found: [forget.count])
    case .ranked(let ranked):
      let asked = count(ranked.share, of: training.count)
      return check("\(asked) different training samples", asked: [asked], found: [forget.count])
    case .classShare(let classes, let share):
      func sizes(_ subset: Subset) -> [Int] {
        classes.map { number in subset.positions.count { subset.split.labels[$0] == Int32(number) } }
      }
      let asked = sizes(training).map { count(share, of: $0) }, each = classes.count == 1 ? "" : "each of "
      return check(
        "\(ForgetSpec.words(share)) of the training samples of \(each)\(ForgetSpec.words(classes)), and no other",
        asked: asked + [asked.reduce(0, +)], found: sizes(forget) + [forget.count])
    case .classes, .positions, .cluster, .sequence: return nil
    }
  }
}

extension ForgetRequest {
  /// The positions that the request selects, where the dataset and the labels trained on say so; nil where a draw or a
  /// network does.
  fileprivate func stated(in training: Subset) -> Set<Int>? {
    let truth = training.split.labels
    switch self {
    case .classes(let classes):
      let labels = Set(classes.map(Int32.init))
      return Set(training.positions.filter { labels.contains(truth[$0]) })
    case .positions(let positions): return Set(positions)
    case .noisyLabels:
      return Set(zip(training.positions, training.labels).filter { truth[$0] != $1 }.map(\.0))
    case .sequence(let requests):
      let sets = requests.compactMap { $0.stated(in: training) }
      return sets.count == requests.count ? sets.reduce(into: []) { $0.formUnion($1) } : nil
    case .classShare, .fraction, .count, .cluster, .ranked: return nil
    }
  }

  /// What is stated.
  fileprivate var statement: String {
    let what =
      switch self {
      case .classes(let classes): "every training sample that the dataset labels as \(ForgetSpec.words(classes))"
      case .positions: "every sample at the positions listed"
      case .noisyLabels: "every training sample whose label is not the dataset's"
      default: "every training sample that one of the requests names"
      }
    return "the forget set holds \(what), and no other, each once"
  }
}
