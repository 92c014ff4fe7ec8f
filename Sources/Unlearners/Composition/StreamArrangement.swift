/// How batches of the retain set and of the forget set share the steps of an epoch.
///
/// With R retain and F forget batches in a pass over each set:
public enum StreamArrangement: String, Codable, CaseIterable, Sendable {
  /// R steps, each with a retain batch and a forget batch; the forget set is cycled.
  case joint
  /// 2R steps, a retain batch and a forget batch in turn; the forget set is cycled.
  case alternating
  /// F + R steps: all of the forget set, then all of the retain set.
  case sequential
  /// F steps, the forget set alone.
  case forgetOnly = "forget-only"

  /// Which batches a step reads, numbered over the whole run.
  struct Step: Equatable {
    var retain: Int?
    var forget: Int?
  }

  func stepsPerEpoch(retainBatches: Int, forgetBatches: Int) -> Int {
    switch self {
    case .joint: return retainBatches
    case .alternating: return 2 * retainBatches
    case .sequential: return forgetBatches + retainBatches
    case .forgetOnly: return forgetBatches
    }
  }

  func step(_ index: Int, epoch: Int, retainBatches: Int, forgetBatches: Int) -> Step {
    let retainStart = epoch * retainBatches
    let forgetStart = epoch * forgetBatches
    switch self {
    case .joint: return Step(retain: retainStart + index, forget: retainStart + index)
    case .alternating:
      let pair = retainStart + index / 2
      return index % 2 == 0 ? Step(retain: pair) : Step(forget: pair)
    case .sequential:
      return index < forgetBatches
        ? Step(forget: forgetStart + index) : Step(retain: retainStart + index - forgetBatches)
    case .forgetOnly: return Step(forget: forgetStart + index)
    }
  }
}
