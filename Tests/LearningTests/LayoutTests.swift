import Archive
import TensorCore
import Testing

@testable import Learning

@Suite struct LayoutTests {
  @Test func convolutionWeightsAreOIHWOnDisk() {
    // Memory [R=1, S=2, C=2, K=1]: value 10·s + c. Disk [K, C, R, S] runs over s fastest, then c.
    let memory = Tensor([0, 1, 10, 11] as [Float], shape: [1, 2, 2, 1])
    let disk = ParameterLayout.convolution.toDisk(memory)
    #expect(disk.shape == [1, 2, 1, 2])
    #expect(disk.doubles == [0, 10, 1, 11])
    #expect(ParameterLayout.convolution.toMemory(disk).doubles == memory.doubles)
  }

  @Test func linearWeightsAreTransposedOnDisk() {
    let memory = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [3, 2])
    let disk = ParameterLayout.linear.toDisk(memory)
    #expect(disk.shape == [2, 3])
    #expect(disk.doubles == [1, 3, 5, 2, 4, 6])
  }

  @Test func flattenedMapsAreInChannelOrderOnDisk() {
    // Maps of 2 channels, 1×3 pixels. Memory rows run (w, c): value 10·c + w in row 2w + c, two outputs 0 and 100.
    let maps = ImageShape(channels: 2, height: 1, width: 3)
    var values: [Float] = []
    for w in 0..<3 { for c in 0..<2 { for output in 0..<2 { values.append(Float(100 * output + 10 * c + w)) } } }
    let memory = Tensor(values, shape: [6, 2])
    let layout = ParameterLayout.flattenedLinear(maps)
    let disk = layout.toDisk(memory)
    #expect(disk.shape == [2, 6])
    #expect(disk.doubles == [0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112])
    #expect(layout.toMemory(disk).doubles == memory.doubles)
    #expect(layout.diskShape(of: memory.shape) == disk.shape)
  }

  /// A classifier on flattened maps gives the dot product that PyTorch's order of weights and pixels means.
  @Test func flattenThenLinearIsPyTorchs() throws {
    let shape = ImageShape(channels: 2, height: 2, width: 2)
    let network = try makeNetwork(MLP.self, shape: shape, classCount: 2)
    var state = network.stateDict()
    // Weight [256, 8] whose first row is 1…8 over (c, h, w), all else zero; the rest passes unit 0 through.
    state["fc1.weight"] = StateArray((0..<256 * 8).map { $0 < 8 ? Float($0 + 1) : 0 }, shape: [256, 8])
    state["fc2.weight"] = StateArray((0..<128 * 256).map { $0 == 0 ? 1 : 0 }, shape: [128, 256])
    state["fc.weight"] = StateArray((0..<2 * 128).map { $0 == 0 ? 1 : 0 }, shape: [2, 128])
    for (name, count) in [("fc1.bias", 256), ("fc2.bias", 128), ("fc.bias", 2)] {
      state[name] = StateArray([Float](repeating: 0, count: count), shape: [count])
    }
    try network.load(state, source: "hand")
    // One image with value 1 at channel 1, row 0, column 1: weight 1·4 + 0·2 + 1 + 1 = 6.
    let split = try ImageSplit(
      name: "train", shape: shape, pixels: [0, 0, 0, 0, 0, 255, 0, 0], labels: [0], classCount: 2)
    let logits = network.forward(split.whole().wholeBatch().images, mode: .evaluate).logits.doubles
    #expect(logits == [6, 0])
    #expect(network.stateDict() == state)
  }

  @Test func flattenedFeaturesCanBeReordered() throws {
    let network = try makeNetwork(ConvNet64.self, shape: ImageShape(channels: 1, height: 18, width: 9), classCount: 2)
    #expect(network.flattenedMaps == ImageShape(channels: 256, height: 2, width: 1))
    let row = Tensor((0..<512).map { Float($0) }, shape: [1, 512])
    // Memory: (h, c) with c fastest; disk: (c, h).
    #expect(network.diskLayout(ofFeatures: row).doubles.prefix(4) == [0, 256, 1, 257])
  }
}
