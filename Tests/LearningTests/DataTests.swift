import Archive
import TensorCore
import Testing

@testable import Learning

@Suite struct DataTests {
  @Test func batchesAreNHWCInTheUnitInterval() throws {
    // One image, two channels of 1×2: NCHW 0, 51 | 102, 255.
    let shape = ImageShape(channels: 2, height: 1, width: 2)
    let split = try ImageSplit(name: "test", shape: shape, pixels: [0, 51, 102, 255], labels: [1], classCount: 2)
    let batch = split.whole().wholeBatch()
    #expect(batch.images.shape == [1, 1, 2, 2])
    #expect(largestDifference(batch.images.doubles, [0, 0.4, 0.2, 1]) < 1e-7)
    #expect(batch.labels == [1])
  }

  @Test func inconsistentArraysAreRefused() {
    let shape = ImageShape(channels: 1, height: 1, width: 1)
    func make(_ pixels: [UInt8], _ labels: [Int32], _ index: [Int64]?) throws -> ImageSplit {
      try ImageSplit(name: "train", shape: shape, pixels: pixels, labels: labels, index: index, classCount: 2)
    }
    #expect(throws: LearningError.self) { try make([1], [0, 1], nil) }
    #expect(throws: LearningError.self) { try make([1], [0], [1, 2]) }
    #expect(throws: LearningError.self) { try make([1], [2], nil) }
    #expect(throws: LearningError.self) { try make([1], [-1], nil) }
  }

  @Test func everySampleComesOnceAnEpoch() throws {
    let subset = try makeSplit(11).whole()
    let rows = subset.batchRows(size: 4, shuffledBy: RandomStream(seed: 1))
    #expect(rows.map(\.count) == [4, 4, 3])
    #expect(rows.joined().sorted() == Array(0..<11))
    #expect(Array(rows.joined()) != Array(0..<11))
    #expect(Array(subset.batchRows(size: 4, shuffledBy: nil).joined()) == Array(0..<11))
  }

  @Test func orderAndBatchingDoNotChangeAugmentation() throws {
    let subset = try makeSplit(6).whole()
    let random = RandomStream(seed: 5)
    let together = subset.batch(rows: [4, 2, 0], augmentation: .cropFlip, random: random).images
    let alone = subset.batch(rows: [2], augmentation: .cropFlip, random: random).images
    #expect(together.sliced([1..<2, 0..<8, 0..<8, 0..<1]).doubles == alone.doubles)
    // Also in another subset, where the sample has another row.
    let other = subset.selecting(rows: [2]).batch(rows: [0], augmentation: .cropFlip, random: random).images
    #expect(other.doubles == alone.doubles)
    // Another epoch's stream gives, for some sample, another draw.
    let draws = Augmentation.cropFlip.draws(positions: Array(0..<6), random: random)
    #expect(draws != Augmentation.cropFlip.draws(positions: Array(0..<6), random: RandomStream(seed: 6)))
    #expect(Augmentation.crop.draws(positions: [3], random: random)?.offsetsX == draws.map { [$0.offsetsX![3]] })
  }

  @Test func augmentationDrawsCoverTheirRange() {
    let draws = Augmentation.cropFlip.draws(positions: Array(0..<500), random: RandomStream(seed: 1))!
    #expect(Set(draws.offsetsY!) == Set(-4...4))
    #expect(Set(draws.offsetsX!) == Set(-4...4))
    #expect((200...300).contains(draws.flips!.count { $0 == 1 }))
    #expect(Augmentation.flip.draws(positions: [1], random: RandomStream(seed: 1))?.offsetsX == nil)
    #expect(Augmentation.none.draws(positions: [1], random: nil) == nil)
  }

  @Test func partitionByClass() throws {
    let subset = try makeSplit(12).whole()
    let parts = try subset.partition(.classes([0, 2]), classCount: 4, random: RandomStream(seed: 1))
    #expect(parts.forget.positions == [0, 2, 4, 6, 8, 10])
    #expect(parts.retain.labels == [1, 3, 1, 3, 1, 3])
  }

  @Test func partitionAtRandom() throws {
    let subset = try makeSplit(40).whole()
    for request in [ForgetRequest.fraction(0.25), .count(10)] {
      let parts = try subset.partition(request, classCount: 4, random: RandomStream(seed: 3))
      #expect(parts.forget.count == 10)
      #expect(parts.forget.positions == parts.forget.positions.sorted())
      #expect((parts.forget.positions + parts.retain.positions).sorted() == Array(0..<40))
      let again = try subset.partition(request, classCount: 4, random: RandomStream(seed: 3))
      #expect(again.forget.positions == parts.forget.positions)
      let other = try subset.partition(request, classCount: 4, random: RandomStream(seed: 4))
      #expect(other.forget.positions != parts.forget.positions)
    }
  }

  @Test func partitionByPosition() throws {
    let subset = try makeSplit(10).whole().selecting(rows: [9, 3, 5])
    let parts = try subset.partition(.positions([5, 9]), classCount: 4, random: RandomStream(seed: 1))
    #expect(parts.forget.positions == [9, 5])
    #expect(parts.retain.positions == [3])
  }

  @Test(arguments: [
    ForgetRequest.classes([4]), .classes([]), .classes([0, 1, 2, 3]), .fraction(0), .fraction(1), .fraction(0.001),
    .count(0), .count(12), .positions([12]), .positions([]), .classes([-1]), .fraction(.nan),
  ])
  func impossibleRequestsAreRefused(_ request: ForgetRequest) throws {
    let subset = try makeSplit(12).whole()
    #expect(throws: LearningError.self) {
      try subset.partition(request, classCount: 4, random: RandomStream(seed: 1))
    }
  }

  @Test func stratifiedSplitKeepsTheProportions() throws {
    let labels = (0..<60).map { Int32($0 < 40 ? 0 : $0 < 50 ? 1 : 2) }
    let subset = try makeSplit(60, classCount: 3, labels: labels).whole()
    let (kept, heldOut) = try subset.stratifiedSplit(heldOut: 0.1, random: RandomStream(seed: 1))
    #expect(heldOut.classCounts(3) == [4, 1, 1])
    #expect((kept.positions + heldOut.positions).sorted() == Array(0..<60))
    #expect(throws: LearningError.self) { try subset.stratifiedSplit(heldOut: 1, random: RandomStream(seed: 1)) }
  }

  @Test func subsetsFilterAndJoin() throws {
    let subset = try makeSplit(8).whole()
    #expect(subset.ofClasses([1]).positions == [1, 5])
    #expect(subset.notOfClasses([1]).joined(with: subset.ofClasses([1])).positions == [0, 2, 3, 4, 6, 7, 1, 5])
    #expect(subset.relabelled([Int32](repeating: 3, count: 8)).classCounts(4) == [0, 0, 0, 8])
    #expect(subset.prefix(3).positions == [0, 1, 2])
  }

  @Test func cyclesAreAddressedByStep() throws {
    let subset = try makeSplit(5).whole()
    let random = RandomStream(seed: 2)
    let cycle = try BatchCycle(subset, batchSize: 2, augmentation: .flip, random: random)
    let forward = (0..<7).map { cycle.batch(step: $0).positions }
    #expect(forward[0...2].joined().sorted() == Array(0..<5))
    #expect(forward[3...5].joined().sorted() == Array(0..<5))
    let resumed = try BatchCycle(subset, batchSize: 2, augmentation: .flip, random: random)
    #expect(resumed.batch(step: 4).positions == forward[4])
    #expect(resumed.batch(step: 4).images.doubles == cycle.batch(step: 4).images.doubles)
    #expect(throws: LearningError.self) { try BatchCycle(subset.prefix(0), batchSize: 2, random: random) }
  }

  @Test func datasetsComeFromFiles() throws {
    let part = DatasetFile.Split(images: [1, 2, 3, 4], shape: [2, 1, 1, 2], labels: [0, 1], index: [7, 9])
    var file = DatasetFile(
      name: "tiny", classes: ["a", "b"], mean: [0.5], std: [0.25], source: "hand", sha256: "abc", train: part,
      test: part)
    let dataset = try ImageDataset(file)
    #expect(dataset.shape == ImageShape(channels: 1, height: 1, width: 2))
    #expect(dataset.train.index == [7, 9])
    #expect(dataset.digest == "abc")
    #expect(dataset.normalisation == Normalisation(mean: [0.5], std: [0.25]))
    file.classes = ["a"]
    #expect(throws: LearningError.self) { try ImageDataset(file) }
  }
}
