import Learning

/// A control: the original network as it is. What forgets nothing is to be seen as such by every measurement.
///
/// Random:    none
/// Source:    ours; DeepUnlearn's `original`
public struct Identity: Unlearner {
  public static let name = "identity"
  public static let version = 1
  public static let searchSpace: [SearchRange] = .nothing

  /// There is nothing to choose.
  public struct Options: ConfigOptions, Equatable {
    public init() {}
    public static let rules: [String: OptionRule] = [:]
  }

  public let options: Options

  public init(options: Options = Options()) { self.options = options }

  public func unlearn(_ task: UnlearningTask) -> UnlearningResult {
    UnlearningRun(task).finishUntrained(knowledge: .init(forgetLabels: false, retainLabels: false))
  }
}
