import Learning
import TensorCore
import Testing

@testable import GradientInversion

@Suite struct LabelTests {
  /// Every label, three networks of each family: the head's bias never errs.
  @Test(arguments: ["linear-net", "tiny-conv-net", "mlp"]) func oneImageGivesItsLabelAway(family: String) throws {
    let families: [any Architecture.Type] = [LinearNet.self, TinyConvNet.self, MLP.self]
    let architecture = try #require(families.first { $0.name == family })
    for seed in 1...3 as ClosedRange<UInt64> {
      let network = try makeNetwork(architecture, seed: seed)
      for label in 0..<5 as Range<Int32> {
        let view = try makeView(network, images: makeImages(seed: seed + 20), labels: [label], grantsLabels: false)
        let inferred = try view.inferLabels()
        #expect(inferred.labels == [label])
        // Behind ReLU the weights must agree; the linear net's features are normalised pixels of either sign.
        if family != "linear-net" { #expect(inferred.isConfirmedByWeights == true) }
      }
    }
  }

  @Test func distinctAndRepeatedLabelsOfABatch() throws {
    let network = try makeNetwork(TinyConvNet.self)
    for labels in [[0, 3, 4], [1, 1, 2], [2, 2, 2]] as [[Int32]] {
      let view = try makeView(network, images: makeImages(3), labels: labels, grantsLabels: false)
      #expect(try view.inferLabels() == InferredLabels(labels: labels, isConfirmedByWeights: nil))
    }
  }

  @Test func aBatchBehindAWeightChangeNeedsLabels() throws {
    let network = try makeNetwork(LinearNet.self)
    let unlearned = network.copy()
    unlearned.headBias.tensor.updateAdd(Tensor([1, -1, 0, 0, 0] as [Float], shape: [5]), scale: 0.1)
    let view = try InversionView(original: network, unlearned: unlearned, labels: nil, imageCount: 2)
    #expect(throws: InversionError.labelsNotInferable(imageCount: 2)) { try view.inferLabels() }
  }
}
