import Testing

@testable import TensorCore

@Suite struct SelectionTests {
  /// Normal values, some of them equal, both zeros among them.
  func values(_ count: Int) -> [Float] {
    var random = RandomStream(seed: UInt64(count) + 1)
    var values = Tensor.normal([max(count, 1)], random: &random).floats
    for index in values.indices where index % 5 == 3 { values[index] = values[index / 2] }
    if count > 6 { (values[2], values[4]) = (0, -0.0) }
    return Array(values.prefix(count))
  }

  @Test(arguments: [1, 2, 7, 8, 9, 31, 33, 1000, 70_001]) func theKthLargestIsThatOfASort(count: Int) {
    let values = values(count), sorted = values.sorted(by: >), tensor = Tensor(values, shape: [count])
    for k in Set([1, 2, count / 3, count / 2, count - 1, count]) where k >= 1 && k <= count {
      #expect(tensor.kthLargest(k) == sorted[k - 1], "\(k) of \(count)")
    }
  }

  @Test(arguments: [1, 7, 8, 33, 1000]) func masksTakeTheLargestAndThenTheFirst(count: Int) {
    let values = values(count)
    // Equal values in order of position; −0 stands below 0, as its sign bit says.
    let order = values.indices.sorted {
      values[$0] != values[$1]
        ? values[$0] > values[$1] : values[$0].sign != values[$1].sign ? values[$0].sign == .plus : $0 < $1
    }
    for keep in Set([0, 1, count / 2, count - 1, count]) {
      let cut = count / 3
      let parts = [
        Tensor(Array(values[..<cut]), shape: [cut]), Tensor(Array(values[cut...]), shape: [count - cut, 1]),
      ]
      let masks = Tensor.masks(ofLargest: keep, in: parts)
      #expect(masks.map(\.shape) == parts.map(\.shape))
      let chosen = masks.flatMap(\.floats)
      #expect(chosen.indices.filter { chosen[$0] == 1 } == order.prefix(keep).sorted(), "\(keep) of \(count)")
      #expect(chosen.count { $0 == 0 } == count - keep)
    }
  }

  @Test func restoringKeepsBits() {
    let target = Tensor([1, 2, .nan, 4] as [Float], shape: [4])
    let source = Tensor([5, -0.0, 7, .infinity] as [Float], shape: [4])
    target.updateRestore(from: source, outside: Tensor([1, 0, 0, 1] as [Float], shape: [4]))
    #expect(target.floats.map(\.bitPattern) == [1, -0.0, 7, 4].map { (value: Float) in value.bitPattern })
  }

  @Test func shrinkingByHand() {
    let target = Tensor([3, 1.25, 1, 0.75, -1] as [Float], shape: [5])
    target.updateShrink(toward: Tensor.ones([5]), threshold: 0.5)
    #expect(target.floats == [2.5, 1, 1, 1, -0.5])
  }

  @Test func roundingGoesToEven() {
    let x = Tensor([-1.5, -0.5, 0.49, 0.5, 1.5, 2.5, 254.6] as [Float], shape: [7])
    #expect(x.rounded().floats == [-2, 0, 0, 0, 2, 2, 255])
    #expect(x.cast(to: .float64).rounded().doubles == [-2, 0, 0, 0, 2, 2, 255])
  }

  @Test func oneHotByHand() {
    let rows = Tensor.oneHot([2, 0], classCount: 3)
    #expect(rows.shape == [2, 3] && rows.floats == [0, 0, 1, 1, 0, 0])
  }
}
