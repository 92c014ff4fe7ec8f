import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct HeadOnlyTests {
  let weight: [Float] = [1, -2, 3, 0.5, -1, 2], bias: [Float] = [0.5, -0.25]
  let rows: [[UInt8]] = [[255, 0, 51], [204, 51, 0], [0, 255, 102], [51, 153, 0], [0, 0, 255], [102, 204, 153]]

  func task() throws -> UnlearningTask {
    try makePixels(rows, labels: [0, 1, 1, 0, 1, 0], forget: 2, classCount: 2, weight: weight, bias: bias)
  }

  func options(_ target: HeadOnly.Target, ridge: Double = 1e-6) -> HeadOnly.Options {
    var options = HeadOnly.Options()
    options.target = target
    options.ridge = ridge
    return options
  }

  /// Gaussian elimination with pivots.
  func solve(_ a: [[Double]], _ b: [Double]) -> [Double] {
    var rows = zip(a, b).map { $0 + [$1] }
    for i in rows.indices {
      rows.swapAt(i, (i..<rows.count).max { abs(rows[$0][i]) < abs(rows[$1][i]) }!)
      for j in rows.indices where j != i {
        let factor = rows[j][i] / rows[i][i]
        for k in rows[j].indices { rows[j][k] -= factor * rows[i][k] }
      }
    }
    return rows.indices.map { rows[$0].last! / rows[$0][$0] }
  }

  /// Features of a sample and a 1.
  func extended(_ row: [UInt8]) -> [Double] { row.map { Double($0) / 255 } + [1] }

  /// Weight and bias of the ridge fit with a free constant term, from its normal equations written out.
  func fitted(_ targets: [[Double]], ridge: Double) -> [Double] {
    var normal = [[Double]](repeating: [0, 0, 0, 0], count: 4)
    var right = [[Double]](repeating: [0, 0, 0, 0], count: 2)
    for (row, target) in zip(rows, targets) {
      let f = extended(row)
      for i in 0..<4 {
        for j in 0..<4 { normal[i][j] += f[i] * f[j] }
        for c in 0..<2 { right[c][i] += f[i] * target[c] }
      }
    }
    let penalty: Double = ridge * (normal[0][0] + normal[1][1] + normal[2][2]) / 3
    for i in 0..<3 { normal[i][i] += penalty }
    let first = solve(normal, right[0]), second = solve(normal, right[1])
    return (0..<4).flatMap { [first[$0], second[$0]] }
  }

  /// What the original answers.
  func logits(_ row: [UInt8]) -> [Double] {
    var result: [Double] = bias.map { Double($0) }
    for (i, feature) in extended(row).prefix(3).enumerated() {
      for c in 0..<2 { result[c] += feature * Double(weight[i * 2 + c]) }
    }
    return result
  }

  @Test func isTheDenseSolution() throws {
    let task = try task()
    func wanted(_ z: [Double], _ target: HeadOnly.Target) -> [Double] {
      switch target {
      case .zero: return [0, 0]
      case .uniform: return [(z[0] + z[1]) / 2, (z[0] + z[1]) / 2]
      // With two classes the other label is known.
      case .randomLabel: return [z[1], z[0]]
      }
    }
    let answers = rows.map { logits($0) }
    for target in HeadOnly.Target.allCases {
      for ridge in [1e-6, 0.3] {
        let result = try HeadOnly(options: options(target, ridge: ridge)).unlearn(task)
        let expected = fitted(answers.prefix(2).map { wanted($0, target) } + answers.dropFirst(2), ridge: ridge)
        #expect(largestDifference(head(result.network), expected) < 1e-5, "\(target), \(ridge)")
        #expect(
          result.ledger.knowledge == .init(forgetLabels: target == .randomLabel, retainLabels: false))
        #expect(result.ledger[.forget] == DataAccess(size: 2, samples: 2, gradientVisits: 0, readings: 2))
        #expect(result.ledger[.retain] == DataAccess(size: 4, samples: 4, gradientVisits: 0, readings: 4))
      }
    }
  }

  @Test func featuresKeepEveryBit() throws {
    for family in [MLP.self, ConvNet.self, ResNet20.self] as [any Architecture.Type] {
      let task = try makeTask(family, batchSize: 24, epochs: 1)
      for target in HeadOnly.Target.allCases {
        let network = try HeadOnly(options: options(target)).unlearn(task).network
        #expect(changed(network, from: task.original) == ["fc.weight", "fc.bias"])
        #expect(
          network.predict(task.test).features.floats == task.original.predict(task.test).features.floats)
      }
    }
  }

  @Test func forgetsAClassAndKeepsTheOthers() throws {
    let task = try makeTask(epochs: 4)
    let result = try HeadOnly(options: options(.randomLabel)).unlearn(task)
    #expect(task.original.accuracy(on: task.forget)! > 0.9)
    #expect(result.network.accuracy(on: task.forget)! < 0.5)
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
    #expect(result.recipe.epochs == 0 && result.epochs.isEmpty)
  }
}
