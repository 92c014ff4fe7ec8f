import Synchronization

/// One recorded operation: its tracked inputs and the rule that turns the gradient of its result into theirs.
final class Node {
  /// Creation order; inputs always have smaller numbers, so descending order is a topological order.
  let order: UInt64
  private(set) var inputs: [Node?]
  private(set) var pullback: ((Tensor) -> [Tensor?])?

  private static let counter = Atomic<UInt64>(0)

  init(inputs: [Node?], pullback: ((Tensor) -> [Tensor?])?) {
    order = Node.counter.wrappingAdd(1, ordering: .relaxed).newValue
    self.inputs = inputs
    self.pullback = pullback
  }

  /// A leaf: something whose gradient may be asked for.
  convenience init() { self.init(inputs: [], pullback: nil) }

  var isLeaf: Bool { inputs.isEmpty }

  /// Whether the walk that is going on needs a gradient here.
  var isOnPath: Bool { Autodiff.walk?.onPath.contains(ObjectIdentifier(self)) ?? true }

  /// Drops what the rule remembers, so that activations are freed while the tape unwinds.
  func release() {
    guard !isLeaf else { return }
    pullback = { _ in preconditionFailure("gradient asked twice of a graph that was freed; pass createGraph: true") }
  }

  // A long chain would otherwise be released recursively, one stack frame group a node.
  deinit {
    var pending = inputs
    pullback = nil
    inputs = []
    while !pending.isEmpty {
      // Bound once: a second reference would hide that this one is the last.
      guard var node = pending.removeLast() else { continue }
      if isKnownUniquelyReferenced(&node) {
        pending.append(contentsOf: node.inputs)
        node.pullback = nil
        node.inputs = []
      }
    }
  }
}

enum Autodiff {
  /// Whether operations on tracked tensors are recorded; off inside first-order gradients and `withoutGradients`.
  @TaskLocal static var isRecording = true
  /// The backward walk that is going on.
  @TaskLocal static var walk: BackwardWalk?
}

/// What rules may know of the backward walk that applies them.
final class BackwardWalk: @unchecked Sendable {
  /// The nodes from which a wanted input can be reached.
  let onPath: Set<ObjectIdentifier>
  /// The gradient gathered so far of each node that the walk has not come to.
  var sums: [ObjectIdentifier: Tensor]

  init(onPath: Set<ObjectIdentifier>, sums: [ObjectIdentifier: Tensor]) {
    self.onPath = onPath
    self.sums = sums
  }
}

/// Runs `body` without recording operations.
public func withoutGradients<R>(_ body: () throws -> R) rethrows -> R {
  try Autodiff.$isRecording.withValue(false, operation: body)
}

/// Whether operations on tracked tensors are being recorded.
public var isRecordingGradients: Bool { Autodiff.isRecording }

extension Tensor {
  /// Whether a gradient with respect to this tensor, or to something it was computed from, can be asked for.
  public var isTracked: Bool { node != nil }

  /// Whether the rule that is being applied has to give this input a gradient: nil would be dropped anyway for a
  /// tracked tensor that leads to nothing wanted, such as the weights when only the images' gradient is asked for.
  var needsGradient: Bool {
    node?.isOnPath ?? false
  }

  /// Takes what the walk has gathered for this input so far, for a kernel that adds it to its own part while that is
  /// in registers; the rule must then give the sum. Nil where there is nothing, or where the sum has to be recorded.
  func takeGatheredGradient() -> Tensor? {
    guard let node, !Autodiff.isRecording, let walk = Autodiff.walk else { return nil }
    return walk.sums.removeValue(forKey: ObjectIdentifier(node))
  }

  /// A new leaf on the same storage.
  public func tracked() -> Tensor { Tensor(storage: storage, shape: shape, dtype: dtype, node: Node()) }

  /// This result with the rule for its gradient, if any input is tracked and recording is on.
  ///
  /// The rule returns one gradient an input, in order (nil where the input is not tracked); it is written in ops, so
  /// it can itself be differentiated.
  func recorded(from inputs: [Tensor], pullback: @escaping (Tensor) -> [Tensor?]) -> Tensor {
    guard inputs.contains(where: \.isTracked), Autodiff.isRecording else { return self }
    return Tensor(
      storage: storage, shape: shape, dtype: dtype, node: Node(inputs: inputs.map(\.node), pullback: pullback))
  }
}
