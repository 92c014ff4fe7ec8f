/// Gradients of a scalar (or of Σ seed·output) with respect to `inputs`, by reverse accumulation.
///
/// Shapes:    output [], or any with `seed` of the same shape; each result has its input's shape, zeros if unreached.
/// Gradient:  with `createGraph` the results are themselves tracked, to any order; without, the graph is freed while
///            it is walked and may not be used again.
public func gradients(
  of output: Tensor, withRespectTo inputs: [Tensor], seed: Tensor? = nil, createGraph: Bool = false
) -> [Tensor] {
  precondition(seed != nil || output.count == 1, "gradient of a tensor of shape \(output.shape) needs a seed")
  return gradients(
    of: [output], withRespectTo: inputs, seeds: [seed ?? .ones(output.shape, dtype: output.dtype)],
    createGraph: createGraph)
}

/// Gradients of Σ_i seed_i·output_i with respect to `inputs`: one walk for all outputs, without computing the products.
///
/// Shapes:    seeds as outputs; each result has its input's shape, zeros if unreached
/// Gradient:  as `gradients(of:withRespectTo:seed:createGraph:)`
public func gradients(
  of outputs: [Tensor], withRespectTo inputs: [Tensor], seeds: [Tensor], createGraph: Bool = false
) -> [Tensor] {
  precondition(
    outputs.map(\.shape) == seeds.map(\.shape), "seeds \(seeds.map(\.shape)) for outputs \(outputs.map(\.shape))")
  return Autodiff.$isRecording.withValue(createGraph) {
    accumulate(of: outputs, withRespectTo: inputs, seeds: seeds, keepsGraph: createGraph, stopsAtInputs: false)
  }
}

/// A first-order rule at speed and, when a graph of the gradient is wanted, the gradient of its primitive decomposition.
///
/// Fused kernels have no rule of their own for higher orders: `decomposition` computes the same function from
/// primitive ops, whose rules are closed under differentiation.
func fusedPullback(
  _ inputs: [Tensor], decomposition: @escaping ([Tensor]) -> Tensor, firstOrder: @escaping (Tensor) -> [Tensor?]
) -> (Tensor) -> [Tensor?] {
  { gradient in
    guard Autodiff.isRecording else { return firstOrder(gradient) }
    let tracked = inputs.filter(\.needsGradient)
    var results = accumulate(
      of: [decomposition(inputs)], withRespectTo: tracked, seeds: [gradient], keepsGraph: true, stopsAtInputs: true)[
        ...]
    // A tensor that stands at two inputs has one total, which must be handed on once.
    var given: Set<ObjectIdentifier> = []
    return inputs.map { input in
      guard input.needsGradient, let node = input.node else { return nil }
      let part = results.removeFirst()
      return given.insert(ObjectIdentifier(node)).inserted ? part : nil
    }
  }
}

/// Walks the graph in descending creation order. With `stopsAtInputs` the inputs count as independent of each other.
private func accumulate(
  of outputs: [Tensor], withRespectTo inputs: [Tensor], seeds: [Tensor], keepsGraph: Bool, stopsAtInputs: Bool
) -> [Tensor] {
  func zeros(_ tensor: Tensor) -> Tensor { .zeros(tensor.shape, dtype: tensor.dtype) }
  var sums: [ObjectIdentifier: Tensor] = [:]
  for (output, seed) in zip(outputs, seeds) {
    guard let node = output.node else { continue }
    let key = ObjectIdentifier(node)
    sums[key] = sums[key].map { $0 + seed } ?? seed
  }
  let wanted = Set(inputs.compactMap { $0.node.map(ObjectIdentifier.init) })
  var schedule = reachableNodes(from: outputs.compactMap(\.node), wanted: wanted, stopsAtWanted: stopsAtInputs)
  let walk = BackwardWalk(onPath: leading(to: wanted, among: schedule), sums: sums)
  Autodiff.$walk.withValue(walk) {
    while let node = schedule.popLast() {
      let id = ObjectIdentifier(node)
      guard let gradient = walk.sums[id] else { continue }
      if !wanted.contains(id) { walk.sums[id] = nil } else if stopsAtInputs { continue }
      guard let pullback = node.pullback else { continue }
      let parts = pullback(gradient)
      for (input, part) in zip(node.inputs, parts) {
        guard let input, let part, walk.onPath.contains(ObjectIdentifier(input)) else { continue }
        let key = ObjectIdentifier(input)
        if let known = walk.sums[key] { walk.sums[key] = known + part } else { walk.sums[key] = part }
      }
      if !keepsGraph { node.release() }
    }
  }
  return inputs.map { input in
    guard let node = input.node else { return zeros(input) }
    return walk.sums[ObjectIdentifier(node)] ?? zeros(input)
  }
}

/// The nodes from which a wanted one can be reached; `nodes` are in ascending creation order.
private func leading(to wanted: Set<ObjectIdentifier>, among nodes: [Node]) -> Set<ObjectIdentifier> {
  var found = wanted
  for node in nodes {
    for case let input? in node.inputs where found.contains(ObjectIdentifier(input)) {
      found.insert(ObjectIdentifier(node))
      break
    }
  }
  return found
}

/// The nodes reachable from `roots`, in ascending creation order.
private func reachableNodes(from roots: [Node], wanted: Set<ObjectIdentifier>, stopsAtWanted: Bool) -> [Node] {
  var seen: Set<ObjectIdentifier> = []
  var stack = roots.filter { seen.insert(ObjectIdentifier($0)).inserted }
  var found: [Node] = []
  while let node = stack.popLast() {
    found.append(node)
    if stopsAtWanted && wanted.contains(ObjectIdentifier(node)) { continue }
    for case let input? in node.inputs where seen.insert(ObjectIdentifier(input)).inserted { stack.append(input) }
  }
  return found.sorted { $0.order < $1.order }
}
