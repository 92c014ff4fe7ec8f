import Learning
import Testing

@testable import Unlearners

@Suite struct SearchRangeTests {
  @Test func quantilesByHand() {
    let rate = SearchRange.log("learning-rate", 1e-3...1e-1)
    #expect([0, 0.25, 0.5, 1].map { rate.value(at: $0, epochs: 9) } == [0.001, 0.00316, 0.01, 0.1])
    let alpha = SearchRange.linear("alpha", 0.8...0.999)
    // 0.8 + 0.199 / 4 = 0.84975, to three digits; the upper end is not rounded out of its range.
    #expect(alpha.value(at: 0.25, epochs: 9) == 0.85)
    #expect(alpha.value(at: 1, epochs: 9) == 0.999)
    let whole = SearchRange.whole("k", 2...5)
    #expect([0, 0.24, 0.26, 0.74, 0.76, 1].map { whole.value(at: $0, epochs: 9) } == [2, 2, 3, 4, 5, 5])
    #expect([0, 0.49, 0.5, 1].map { SearchRange.epochs.value(at: $0, epochs: 2) } == [1, 1, 2, 2])
    let words = SearchRange.choice("norm", ["plain", "squared"])
    #expect([0, 0.49, 0.5].map { words.value(at: $0, epochs: 9) } == ["plain", "plain", "squared"])
  }

  @Test func gridsRunFromEndToEnd() {
    #expect(SearchRange.log("rate", 1e-3...1e-1).grid(3, epochs: 9) == [0.001, 0.01, 0.1])
    #expect(SearchRange.linear("alpha", 0...1).grid(5, epochs: 9) == [0, 0.25, 0.5, 0.75, 1].map(OptionValue.number))
    #expect(SearchRange.epochs.grid(5, epochs: 3) == [1, 2, 3])
    #expect(SearchRange.epochs.grid(3, epochs: 9) == [1, 5, 9])
    #expect(SearchRange.epochs.grid(3, epochs: 1) == [1])
    #expect(SearchRange.whole("k", 1...4).grid(2, epochs: 9) == [1, 4])
    #expect(SearchRange.choice("norm", ["plain", "squared"]).grid(5, epochs: 9) == ["plain", "squared"])
  }

  @Test func methodsWithRateAndEpochsAreSearchedUnasked() {
    // Fine-tuning: 0.01 by default.
    #expect(FineTune.searchSpace == [.log("learning-rate", 0.001...0.1), .epochs])
    // Random labelling leaves the rate to its variant: the fallback of `UpdateOptions`, 0.01.
    #expect(RandomLabel.searchSpace == [.log("learning-rate", 0.001...0.1), .epochs])
    #expect(BadTeacher.searchSpace == [.log("learning-rate", 0.00001...0.001), .epochs])
    #expect(Retrain.searchSpace == .nothing)
    #expect(UnlearnerEntry(NegGradPlus.self).searchSpace.map(\.key) == ["alpha", "learning-rate", "epochs"])
  }

  @Test func rangesInWords() {
    #expect("\(SearchRange.log("rate", 0.001...0.1))" == "rate: 0.001 to 0.1, logarithmic")
    #expect("\(SearchRange.choice("norm", ["plain", 2]))" == "norm: 'plain', 2")
    #expect("\(SearchRange.epochs)" == "epochs: 1 to the budget's")
  }
}
