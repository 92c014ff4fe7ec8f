import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

@Suite(.serialized) struct DeterminismTests {
  static let cases: [(name: String, options: [String: OptionValue])] = [
    ("retrain", [:]), ("finetune", ["epochs": .integer(2)]),
    ("gradient-ascent", ["learning-rate": .number(0.01), "augmentation": .string("crop-flip")]),
    ("random-label", ["epochs": .integer(2)]),
    ("random-label", ["epochs": .integer(2), "variant": .string("joint")]),
    ("random-label", ["variant": .string("amnesiac")]),
    ("boundary-expanding", ["epochs": .integer(2)]),
    ("boundary-shrink", ["epochs": .integer(2), "learning-rate": .number(1e-3)]),
    ("noisy-gradient-descent", ["epochs": .integer(2), "augmentation": .string("crop-flip")]),
    ("noisy-gradient-descent", ["epochs": .integer(1), "form": .string("langevin")]),
    ("neggrad-plus", ["epochs": .integer(2), "anchor": .number(0.1)]),
    ("eu-k", ["epochs": .integer(2)]),
    ("cf-k", ["epochs": .integer(2)]),
    ("salun", ["epochs": .integer(2), "augmentation": .string("crop-flip")]),
    ("salun", ["epochs": .integer(2), "mask": .string("soft"), "batches": .string("joint")]),
    ("scrub", ["epochs": .integer(3), "forget-batch-size": .integer(5), "maximise-clip": .number(1)]),
    ("bad-teacher", ["epochs": .integer(2)]),
    ("l1-sparse", ["epochs": .integer(2), "alpha": .number(1e-3)]),
    ("ssd", ["order": .string("shuffled"), "alpha": .number(2), "batch-size": .integer(8)]),
    ("ssd", ["order": .string("shuffled"), "importance": .string("loss-free"), "batch-size": .integer(8)]),
    ("unsir", ["noise-steps": .integer(5), "noise-batch-size": .integer(8), "noise-batches": .integer(3)]),
    ("fisher", ["augmentation": .string("crop-flip")]),
    ("influence", ["samples": .integer(20), "augmentation": .string("crop-flip")]),
    ("influence", ["samples": .integer(20), "recursion": .string("exact"), "sample-choice": .string("drawn")]),
    ("delete", ["epochs": .integer(2)]),
  ]

  /// Two runs, then one with another number of threads: the same bits. Another stream: other bits.
  @Test(arguments: cases.indices) func sameBits(index: Int) throws {
    let (name, options) = Self.cases[index]
    let method = try everyEntry.first { $0.name == name }!.make(options)
    let task = try makeTask(ConvNet.self, epochs: 2)
    let threads = Threads.count
    defer { Threads.count = threads }
    Threads.count = 1
    let first = try method.unlearn(task)
    let again = try method.unlearn(task)
    Threads.count = 2
    let two = try method.unlearn(task)
    #expect(bits(first.network) == bits(again.network))
    #expect(bits(first.network) == bits(two.network))
    #expect(first.diagnostics == two.diagnostics && first.notes == two.notes)
    #expect(first.ledger.diagnostics == two.ledger.diagnostics)
    let other = try method.unlearn(makeTask(ConvNet.self, epochs: 2, seed: 6))
    #expect(bits(first.network) != bits(other.network))
  }
}
