import Foundation
import TensorCore
import TestSupport
import Testing

@testable import Learning

/// Requests beyond whole classes, random samples and positions.
@Suite struct ForgetRequestTests {
  /// Outputs that say `logits`, and `features` one number a sample.
  private func outputs(_ logits: [[Double]], features: [Double]? = nil, labels: [Int32]) -> Predictions {
    let features = features ?? [Double](repeating: 0, count: labels.count)
    return Predictions(
      logits: Tensor(logits.flatMap { $0 }.map(Float.init), shape: [labels.count, logits[0].count]),
      features: Tensor(features.map(Float.init), shape: [labels.count, 1]), labels: labels)
  }

  private func forgotten(
    _ subset: Subset, _ request: ForgetRequest, seed: UInt64 = 1, _ original: Predictions? = nil
  ) throws -> [Int] {
    let parts = try subset.partition(request, classCount: 4, random: RandomStream(seed: seed), original: original)
    #expect(parts.forget.count + parts.retain.count == subset.count)
    return parts.forget.positions
  }

  @Test func aShareOfEachClass() throws {
    let subset = try makeSplit(40).whole()  // ten of each class
    for share in [ForgetShare.fraction(0.3), .count(3)] {
      let chosen = try forgotten(subset, .classShare([1, 3], share))
      #expect(chosen.count { $0 % 4 == 1 } == 3 && chosen.count { $0 % 4 == 3 } == 3 && chosen.count == 6)
      #expect(try forgotten(subset, .classShare([1, 3], share)) == chosen)
      #expect(try forgotten(subset, .classShare([1, 3], share), seed: 2) != chosen)
      // What is drawn of one class does not depend on the others asked for.
      #expect(try forgotten(subset, .classShare([3], share)) == chosen.filter { $0 % 4 == 3 })
    }
    #expect(ForgetRequest.classShare([1], .count(3)).forgetClasses == nil)
    #expect(throws: LearningError.forgetRequest("11 samples are asked for, where there are 10")) {
      try forgotten(subset, .classShare([1], .count(11)))
    }
    #expect(throws: LearningError.forgetRequest("class 4 is not in 0..3")) {
      try forgotten(subset, .classShare([4], .count(1)))
    }
  }

  /// Two classes, logits (z, 0) or (0, z) with z for the label: p = 1/(1 + e⁻ᶻ) of the label.
  @Test func scoresByHand() {
    let logits = Tensor([2, 0, 0, -1, 0.5, 0.5] as [Float], shape: [3, 2]), labels: [Int32] = [0, 1, 0]
    func probability(_ z: Double) -> Double { 1 / (1 + exp(-z)) }
    let own = [2, -1, 0].map(probability)
    func check(_ score: RankedRequest.Score, _ wanted: [Double]) {
      let found = score.values(logits: logits, labels: labels).map(Double.init)
      #expect(largestDifference(found, wanted) < 1e-6, "\(score)")
    }
    check(.loss, own.map { -log($0) })
    check(.el2n, own.map { 2.0.squareRoot() * (1 - $0) })
    check(.margin, [-2, 1, 0])
  }

  @Test func theHardestAndTheEasiest() throws {
    let subset = try makeSplit(8).whole()
    // Rising certainty from sample to sample; 2 and 3 are equally hard.
    let heights = [0, 1, 2, 2, 4, 5, 6, 7].map(Double.init)
    let logits = zip(heights, subset.labels).map { height, label in (0..<4).map { $0 == Int(label) ? height : 0 } }
    let original = outputs(logits, labels: subset.labels)
    for score in RankedRequest.Score.allCases {
      func chosen(_ end: RankedRequest.End, _ share: ForgetShare) throws -> [Int] {
        try forgotten(subset, .ranked(RankedRequest(end, share, score: score)), original)
      }
      #expect(try chosen(.hardest, .count(3)) == [0, 1, 2])
      #expect(try chosen(.hardest, .fraction(0.25)) == [0, 1])
      #expect(try chosen(.easiest, .count(5)) == [2, 4, 5, 6, 7], "of equal ones the first")
    }
    // In a subset the outputs are those of its own samples, and labels are its own.
    let part = subset.selecting(rows: [7, 5, 1])
    let request = ForgetRequest.ranked(RankedRequest(.hardest, .count(1), score: .loss))
    #expect(try forgotten(part, request, original) == [1])
    let relabelled = part.relabelled([0, part.labels[1], part.labels[2]])
    #expect(try forgotten(relabelled, request, original) == [7])
    #expect(throws: LearningError.forgetRequest("it needs the original network's outputs")) {
      try forgotten(part, request)
    }
    let broken = outputs(logits.map { $0.map { $0 * .nan } }, labels: subset.labels)
    #expect(throws: LearningError.forgetRequest("the original network's outputs are not finite")) {
      try forgotten(part, request, broken)
    }
  }

  @Test func aClusterOfAClass() throws {
    let subset = try makeSplit(40).whole()
    // Class 1 (1, 5, 9, …): three groups of 5, 3 and 2 samples, far apart; all other classes lie elsewhere.
    var features = [Double](repeating: 50, count: 40)
    for (place, position) in stride(from: 1, to: 40, by: 4).enumerated() {
      features[position] = (place < 2 ? 0 : place < 7 ? 10 : 20) + 0.1 * Double(place)
    }
    let original = outputs([[Double]](repeating: [0, 0, 0, 0], count: 40), features: features, labels: subset.labels)
    for seed in 1...5 as ClosedRange<UInt64> {
      func cluster(_ number: Int) throws -> [Int] {
        let request = ClusterRequest(ofClass: 1, clusterCount: 3, cluster: number)
        return try forgotten(subset, .cluster(request), seed: seed, original)
      }
      #expect(try cluster(0) == [9, 13, 17, 21, 25], "the largest")
      #expect(try cluster(1) == [29, 33, 37])
      #expect(try cluster(2) == [1, 5])
    }
    // Over the whole set the 30 others are one cluster.
    let all = ClusterRequest(clusterCount: 2, cluster: 1)
    #expect(try forgotten(subset, .cluster(all), original) == Array(stride(from: 1, to: 40, by: 4)))
    #expect(throws: LearningError.self) {
      try forgotten(subset, .cluster(ClusterRequest(ofClass: 0, clusterCount: 2, cluster: 0)), original)
    }
  }

  /// Lloyd's algorithm leaves every point with its nearest mean.
  @Test func kMeansComesToRest() throws {
    var random = RandomStream(seed: 9)
    let points = Tensor((0..<300).map { _ in Float(random.normal()) }, shape: [100, 3])
    let clusters = try KMeans(points, clusterCount: 4, random: RandomStream(seed: 1)).assignment
    let again = try KMeans(points, clusterCount: 4, random: RandomStream(seed: 1)).assignment
    #expect(again == clusters)
    let values = points.floats.map(Double.init)
    var means = [[Double]](repeating: [0, 0, 0], count: 4), sizes = [Double](repeating: 0, count: 4)
    for (row, cluster) in clusters.enumerated() {
      sizes[cluster] += 1
      for axis in 0..<3 { means[cluster][axis] += values[3 * row + axis] }
    }
    for cluster in 0..<4 { means[cluster] = means[cluster].map { $0 / sizes[cluster] } }
    #expect(sizes.min()! > 0 && sizes == sizes.sorted(by: >))
    func distance(_ row: Int, _ cluster: Int) -> Double {
      (0..<3).reduce(0) { $0 + pow(values[3 * row + $1] - means[cluster][$1], 2) }
    }
    for (row, cluster) in clusters.enumerated() {
      #expect((0..<4).allSatisfy { distance(row, cluster) <= distance(row, $0) + 1e-5 })
    }
  }

  @Test func noisyLabels() throws {
    let subset = try makeSplit(400).whole()
    let noisy = try subset.withLabelNoise(fraction: 0.25, classCount: 4, random: RandomStream(seed: 3))
    let changed = subset.labels.indices.filter { subset.labels[$0] != noisy.labels[$0] }
    #expect(changed.count == 100 && noisy.positions == subset.positions)
    #expect(Set(noisy.labels) == [0, 1, 2, 3])
    // Each of the three other classes is as likely: 100 draws, standard deviation 4.7.
    let steps = changed.map { (noisy.labels[$0] - subset.labels[$0] + 4) % 4 }
    for step in 1...3 as ClosedRange<Int32> { #expect((15...52).contains(steps.count { $0 == step })) }
    let parts = try noisy.partition(.noisyLabels(0.25), classCount: 4, random: RandomStream(seed: 8))
    #expect(parts.forget.positions == changed && parts.forget.labels == changed.map { noisy.labels[$0] })
    #expect(parts.retain.labels == parts.retain.positions.map { subset.labels[$0] })
    let other = try subset.withLabelNoise(fraction: 0.25, classCount: 4, random: RandomStream(seed: 4))
    #expect(other.labels != noisy.labels)
    #expect(throws: LearningError.self) {
      try subset.partition(.noisyLabels(0.25), classCount: 4, random: RandomStream(seed: 8))
    }
    #expect(throws: LearningError.self) {
      try subset.withLabelNoise(fraction: 1, classCount: 4, random: RandomStream(seed: 3))
    }
  }

  @Test func oneAfterTheOther() throws {
    let subset = try makeSplit(40).whole()
    let chosen = try forgotten(subset, .sequence([.classes([0]), .count(5), .classShare([1], .count(2))]))
    let first = subset.filter { position, _ in position % 4 != 0 }
    let drawn = try forgotten(first, .count(5), streamOf: 2)
    #expect(drawn.allSatisfy { $0 % 4 != 0 })
    let rest = first.filter { position, _ in !drawn.contains(position) }
    let last = try forgotten(rest, .classShare([1], .count(2)), streamOf: 3)
    #expect(chosen == (Array(stride(from: 0, to: 40, by: 4)) + drawn + last).sorted() && chosen.count == 17)
    #expect(ForgetRequest.sequence([.classes([2]), .classes([0, 1])]).forgetClasses == [0, 1, 2])
    #expect(ForgetRequest.sequence([.classes([2]), .count(1)]).forgetClasses == nil)
    #expect(throws: LearningError.self) { try forgotten(subset, .sequence([.classes([0]), .positions([4])])) }
  }

  private func forgotten(_ subset: Subset, _ request: ForgetRequest, streamOf number: Int) throws -> [Int] {
    let stream = RandomStream(seed: 1).child("request-\(number)")
    return try subset.partition(request, classCount: 4, random: stream).forget.positions
  }
}
