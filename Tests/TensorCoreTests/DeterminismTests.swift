import CKernels
import Testing

@testable import TensorCore

/// Same bits for every thread count. Serialised: the thread count belongs to the process.
@Suite(.serialized) struct DeterminismTests {
  /// A whole training step, forward, back and updated, through autodiff.
  @Test(arguments: ResidualStep.all, ComputeMode.allCases) func stepOfANetwork(
    _ step: ResidualStep, _ mode: ComputeMode
  ) {
    expectSameBits { ComputeMode.$current.withValue(mode) { step.run() } }
  }

  /// Every path, whichever the process has selected: the kernels of such steps one by one.
  @Test(arguments: KernelStep.all, KernelSupport.variants) func stepOfKernels(
    _ step: KernelStep, _ variant: KernelSupport.Variant
  ) {
    expectSameBits { step.run(variant) }
  }

  /// Runs on one thread, then on 2, 3 and 4.
  func expectSameBits(forks: Int = 20, _ computation: () -> [Tensor]) {
    let original = Threads.count
    defer { Threads.count = original }
    Threads.count = 1
    let expected = computation()
    let isFinite = expected.allSatisfy { $0.allFinite }
    #expect(isFinite)
    for count in [2, 3, 4] {
      // Other suites use the pool too, and a busy pool runs a region serially: repeat until this one did fork.
      var forked = false
      for _ in 0..<50 where !forked {
        Threads.count = count
        let before = lk_fork_count(), found = computation()
        let differing = expected.indices.filter { !KernelSupport.sameBits(expected[$0], found[$0]) }
        #expect(found.count == expected.count && differing.isEmpty, "\(count) threads, results \(differing)")
        forked = Threads.count == count && lk_fork_count() - before >= forks
      }
      #expect(forked, "no run on \(count) threads forked")
    }
  }

  @Test func memoryIsReusedAndReturned() {
    let step = ResidualStep.all[0]
    _ = step.run()
    let live = Memory.liveBytes
    for _ in 0..<3 { _ = step.run() }
    // Other suites allocate at the same time; a leak of this computation would be megabytes.
    #expect(abs(Memory.liveBytes - live) < 200_000_000)
  }
}
