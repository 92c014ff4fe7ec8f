import Foundation
import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite struct InfluenceUnlearningTests {
  func options(_ recursion: InfluenceUnlearning.Recursion, alpha: Double = 2) -> InfluenceUnlearning.Options {
    var options = InfluenceUnlearning.Options()
    options.alpha = alpha
    options.recursion = recursion
    return options
  }

  @Test func oneStepByHand() throws {
    // g_f = (−½, ½) in row 0, g_r = (½, −½) in row 1, each also in the bias. v = ½·g_f − ½·g_r. The one sample of the
    // released recursion is its direction and changes nothing.
    let task = try makePair()
    let released = try InfluenceUnlearning(options: options(.released)).unlearn(task)
    #expect(largestDifference(head(released.network), [-0.5, 0.5, -0.5, 0.5, -1, 1]) < 1e-7)
    // F = 1 + g·gᵀ with ⟨g, g⟩ = 1 and ⟨g, v⟩ = −¾: k = v + ⅜·g.
    let exact = try InfluenceUnlearning(options: options(.exact)).unlearn(task)
    #expect(largestDifference(head(exact.network), [-0.5, 0.5, -0.125, 0.125, -0.625, 0.625]) < 1e-6)
    #expect(exact.ledger.gradientEvaluations == 3 && exact.ledger.optimizerSteps == 0)
    #expect(exact.ledger.forgetVisits == 1 && exact.ledger.retainVisits == 2)
    #expect(exact.ledger.knowledge == .init(forgetLabels: true, retainLabels: true))
    let norm = 2 * (2 * 0.25 * 0.25 + 2 * 0.0625 * 0.0625 + 2 * 0.3125 * 0.3125).squareRoot()
    #expect(abs(exact.diagnostic("update-norm")! - norm) < 1e-6)
  }

  /// A logistic regression of 68 weights, and the gradients of single retain samples in Double.
  func tiny(_ count: Int) throws -> (task: UnlearningTask, gradients: [[Double]]) {
    let task = try makeTask(Logistic.self, epochs: 1)
    let gradients = (0..<count).map { row -> [Double] in
      let batch = task.retain.batch(rows: [row])
      let logits = task.original.forward(batch.images, mode: .evaluate).logits
      let parts = headGradient(logits: logits.doubles, features: batch.images.doubles, labels: batch.labels)
      return parts.weight + parts.bias
    }
    return (task, gradients)
  }

  func direction(_ task: UnlearningTask) throws -> [Double] {
    let run = UnlearningRun(task)
    let recipe = run.recipeWithoutEpochs(batchSize: nil, augmentation: nil)
    return try InfluenceUnlearning().direction(run, recipe: recipe).doubles
  }

  func product(_ task: UnlearningTask, samples: Int, _ recursion: InfluenceUnlearning.Recursion, damping: Double)
    throws -> [Double]
  {
    var options = options(recursion)
    options.samples = samples
    options.damping = damping
    let run = UnlearningRun(task), method = InfluenceUnlearning(options: options)
    let recipe = run.recipeWithoutEpochs(batchSize: nil, augmentation: nil)
    return try method.inverseFisher(run, times: method.direction(run, recipe: recipe), recipe: recipe).doubles
  }

  /// The solution of A·x = b by elimination with pivots.
  func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
    var a = zip(matrix, right).map { $0 + [$1] }
    let n = right.count
    for column in 0..<n {
      let pivot = (column..<n).max { abs(a[$0][column]) < abs(a[$1][column]) }!
      a.swapAt(column, pivot)
      for row in column + 1..<n {
        let factor = a[row][column] / a[column][column]
        for k in column...n { a[row][k] -= factor * a[column][k] }
      }
    }
    var x = [Double](repeating: 0, count: n)
    for row in (0..<n).reversed() {
      x[row] = (a[row][n] - (row + 1..<n).reduce(0) { $0 + a[row][$1] * x[$1] }) / a[row][row]
    }
    return x
  }

  func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

  @Test(arguments: [1.0, 0.01]) func exactRecursionIsTheDenseInverse(damping: Double) throws {
    let (task, gradients) = try tiny(30)
    let v = try direction(task), weights = v.count
    var fisher = [[Double]](repeating: [Double](repeating: 0, count: weights), count: weights)
    for i in 0..<weights {
      fisher[i][i] = damping
      for j in 0..<weights { fisher[i][j] += gradients.reduce(0) { $0 + $1[i] * $1[j] } / 30 }
    }
    let wanted = solve(fisher, v)
    let found = try product(task, samples: 30, .exact, damping: damping)
    let size = dot(wanted, wanted).squareRoot()
    let missed = zip(found, wanted).map { $0 - $1 }
    #expect(dot(missed, missed).squareRoot() < 1e-4 * size)
    // The inverse is not the scaled vector, and the released recursion is not the inverse.
    let moved = zip(wanted, v).map { $0 - $1 / damping }
    #expect(dot(moved, moved).squareRoot() > 0.01 * size)
    let released = try product(task, samples: 30, .released, damping: damping)
    let apart = zip(released, wanted).map { $0 - $1 }
    #expect(dot(apart, apart).squareRoot() > 0.01 * size)
  }

  @Test func releasedRecursionByHand() throws {
    let (task, gradients) = try tiny(12)
    let v = try direction(task)
    var k = v, o = gradients[0]
    for g in gradients.dropFirst() {
      let overlap = dot(o, g), factor = dot(k, g) / (12 + overlap)
      k = zip(k, o).map { $0 - factor * $1 }
      o = o.map { $0 - overlap / (12 + overlap) * $0 }
    }
    let found = try product(task, samples: 12, .released, damping: 1)
    #expect(largestDifference(found, k) < 1e-6 * v.map(abs).max()!)
    #expect(largestDifference(found, v) > 1e-3 * v.map(abs).max()!)
  }

  @Test func theDirectionWeighsTheSets() throws {
    // v = |D_f|/N·(mean over D_f − mean over D_r), whatever the batches.
    let task = try makeTask(Logistic.self, batchSize: 7, epochs: 1)
    func mean(_ subset: Subset) -> [Double] {
      let batch = subset.wholeBatch()
      let logits = task.original.forward(batch.images, mode: .evaluate).logits
      let parts = headGradient(logits: logits.doubles, features: batch.images.doubles, labels: batch.labels)
      return parts.weight + parts.bias
    }
    let wanted = zip(mean(task.forget), mean(task.retain)).map { 0.25 * ($0 - $1) }
    #expect(try largestDifference(direction(task), wanted) < 1e-6)
  }

  @Test func readsTheFirstSamplesOrDrawsThem() throws {
    let task = try makeTask()
    var options = options(.released)
    options.samples = 10
    #expect(
      InfluenceUnlearning(options: options).fisherSamples(of: task).positions == Array(task.retain.positions[..<10]))
    options.sampleChoice = .drawn
    let drawn = InfluenceUnlearning(options: options).fisherSamples(of: task).positions
    #expect(drawn.count == 10 && Set(drawn).count == 10 && Set(drawn).isSubset(of: Set(task.retain.positions)))
    #expect(drawn != Array(task.retain.positions[..<10]))
    options.samples = 1_000
    #expect(InfluenceUnlearning(options: options).fisherSamples(of: task).count == 48)
    let result = try InfluenceUnlearning(options: options).unlearn(task)
    #expect(result.ledger.forgetVisits == 16 && result.ledger.retainVisits == 48 + 48)
  }

  @Test func runningStatisticsKeepEveryBit() throws {
    let task = try makeTask(ResNet20.self, batchSize: 24)
    var options = options(.released)
    options.samples = 3
    let after = bits(try InfluenceUnlearning(options: options).unlearn(task).network), before = bits(task.original)
    let changed = before.keys.filter { before[$0] != after[$0] }
    #expect(!changed.isEmpty && changed.allSatisfy { !$0.contains("running") })
  }

  @Test func climbsTheForgetLoss() throws {
    let task = try makeTask(epochs: 4)
    func loss(_ network: Network, _ subset: Subset) -> Double {
      meanCrossEntropy(network.predict(subset).logits, labels: subset.labels).item()
    }
    let result = try InfluenceUnlearning(options: options(.exact, alpha: 10)).unlearn(task)
    #expect(loss(result.network, task.forget) > 2 * loss(task.original, task.forget))
    #expect(result.network.accuracy(on: task.retain)! > 0.9)
  }
}
