import Foundation

/// The learning rate as a function of time alone.
///
/// Epochs count from 0; `step` counts the steps of the whole run from 0.
public enum Schedule: Equatable, Sendable {
  /// The base rate throughout.
  case constant
  /// The base rate times `gamma` once for every milestone (an epoch) reached; a milestone given twice counts twice.
  ///
  /// Source:    torch.optim.lr_scheduler.MultiStepLR
  case multiStep(milestones: [Int], gamma: Double)
  /// Half a cosine from the base rate to `minimum`, one value an epoch.
  ///
  /// Source:    torch.optim.lr_scheduler.CosineAnnealingLR with T_max = epochs (Loshchilov and Hutter, 2017)
  case cosine(minimum: Double)
  /// Up from base/divisor to the base rate over `warmupFraction` of the steps, down to base/(divisor·finalDivisor),
  /// both along half a cosine, one value a step.
  ///
  /// Source:    torch.optim.lr_scheduler.OneCycleLR with max_lr = base, two phases, cycle_momentum=False
  case oneCycle(warmupFraction: Double, divisor: Double, finalDivisor: Double)
  /// In equal steps up to the base rate, which epoch ⌈epochs/2⌉ has, and down to what would be 0 after the last; one
  /// value an epoch.
  ///
  /// Source:    DeepUnlearn's `LinearAnnealingLR` (`kgltop2.py`, commit d3dacb6)
  case triangular

  /// The rate of one step.
  ///
  /// With `warmupEpochs` > 0 the rate of any schedule but one-cycle is multiplied by (step + 1)/(warm-up steps) as
  /// long as that is below 1.
  public func learningRate(
    base: Double, epoch: Int, step: Int, epochs: Int, stepsPerEpoch: Int, warmupEpochs: Int = 0
  ) -> Double {
    let rate: Double
    switch self {
    case .constant:
      rate = base
    case .multiStep(let milestones, let gamma):
      rate = base * pow(gamma, Double(milestones.count { $0 <= epoch }))
    case .cosine(let minimum):
      rate = Self.cosine(from: base, to: minimum, fraction: Double(epoch) / Double(max(epochs, 1)))
    case .oneCycle(let warmupFraction, let divisor, let finalDivisor):
      return Self.oneCycle(
        base: base, step: Double(step), total: Double(epochs * stepsPerEpoch), warmupFraction: warmupFraction,
        divisor: divisor, finalDivisor: finalDivisor)
    case .triangular:
      let number = epoch + 1, peak = (epochs + 1) / 2, end = epochs + 1
      rate = base * (number <= peak ? Double(number) / Double(peak) : Double(end - number) / Double(end - peak))
    }
    let warmupSteps = warmupEpochs * stepsPerEpoch
    return warmupSteps > 0 ? rate * min(1, Double(step + 1) / Double(warmupSteps)) : rate
  }

  private static func cosine(from start: Double, to end: Double, fraction: Double) -> Double {
    end + (start - end) * (1 + cos(Double.pi * fraction)) / 2
  }

  private static func oneCycle(
    base: Double, step: Double, total: Double, warmupFraction: Double, divisor: Double, finalDivisor: Double
  ) -> Double {
    let initial = base / divisor
    let minimum = initial / finalDivisor
    let peak = warmupFraction * total - 1
    let last = total - 1
    // A phase without length is over at once; PyTorch divides by zero there.
    func fraction(_ from: Double, _ to: Double) -> Double { to > from ? min(1, (step - from) / (to - from)) : 1 }
    if step <= peak { return cosine(from: initial, to: base, fraction: fraction(0, peak)) }
    return cosine(from: base, to: minimum, fraction: fraction(peak, last))
  }
}
