/// Axis merging shared by the strided kernels: neighbouring axes that every operand walks as one become one.
///
/// `strides[k]` are operand k's strides over `dimensions`; the result has at least one axis.
func mergedAxes(_ dimensions: [Int], _ strides: [[Int]]) -> (dimensions: [Int64], strides: [[Int64]]) {
  var extents: [Int] = []
  var kept = [[Int]](repeating: [], count: strides.count)
  for axis in dimensions.indices where dimensions[axis] != 1 {
    let extent = dimensions[axis]
    if let last = extents.last,
      strides.indices.allSatisfy({ kept[$0].last! == strides[$0][axis] * extent })
    {
      extents[extents.count - 1] = last * extent
      for k in strides.indices { kept[k][kept[k].count - 1] = strides[k][axis] }
    } else {
      extents.append(extent)
      for k in strides.indices { kept[k].append(strides[k][axis]) }
    }
  }
  if extents.isEmpty {
    extents = [1]
    for k in strides.indices { kept[k] = [1] }
  }
  return (extents.map(Int64.init), kept.map { $0.map(Int64.init) })
}

extension Tensor {
  /// Copies the box `dimensions` from this tensor (element `from` + strides) into `target` (element `to` + strides).
  func copyBox(
    _ dimensions: [Int], from: Int, strides: [Int], into target: Tensor, at to: Int, targetStrides: [Int]
  ) {
    let merged = mergedAxes(dimensions, [strides, targetStrides])
    kernels.copy(
      Int32(merged.dimensions.count), merged.dimensions, pointer + from * dtype.byteCount, merged.strides[0],
      target.pointer + to * dtype.byteCount, merged.strides[1])
  }
}
