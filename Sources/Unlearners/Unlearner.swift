import Learning
import TensorCore

/// A way to make a trained network forget some of its training samples.
///
/// A method is one file in `Methods/` (or a module of its own): a struct with nested `Options` that starts an
/// `UnlearningRun`, gives it a loss function and finishes it. Methods never know each other.
public protocol Unlearner: Sendable {
  associatedtype Options: ConfigOptions

  /// The key in configs, the stem of the file and the name of the page in docs/methods.
  static var name: String { get }

  /// Raised whenever the same options, task and stream give other bits: results of older versions are not reused.
  static var version: Int { get }

  /// What `lethe tune` searches, the main hyper-parameter first; `.nothing` where there is nothing to tune. By default,
  /// learning rate and epochs of a method that has both.
  static var searchSpace: [SearchRange] { get }

  var options: Options { get }

  init(options: Options)

  /// Returns a network that has forgotten; the original is left as it was.
  ///
  /// Random:    children of the task's stream, as the method says
  /// Throws:    `TrainingError` when the run diverges, `LearningError`, `UnlearningError`, whatever the monitor throws
  func unlearn(_ task: UnlearningTask) throws -> UnlearningResult
}

extension Unlearner {
  public static var searchSpace: [SearchRange] { .updates(of: Options.self) }
}

/// A method that can start from the weights that the original started from.
///
/// Whoever knows the stream that drew them sets it; otherwise a method that was told to use it refuses.
public protocol InitialisationSharing: Unlearner {
  /// The stream that `UnlearningTask.initial` was given when the original was made.
  var originalInitialisation: RandomStream? { get set }
}
