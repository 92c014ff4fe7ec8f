import CMachine

extension Workload {
  /// One repetition is a fixed number of independent fused multiply-adds in registers: what no kernel can beat.
  static let multiplyAdds = Workload { arguments, gate in
    let threads = Int32(try arguments.threads)
    let iterations: Int64 = 20_000_000
    gate.facts["operations"] = cmachine_multiply_adds(threads, 1) * Double(iterations)
    try gate.open()
    while true {
      _ = cmachine_multiply_adds(threads, iterations)
      try gate.repetitionEnded()
    }
  }

  /// One repetition is a[i] = b[i] + s·c[i] over arrays of 128 MiB, far beyond the caches.
  static let triad = Workload { arguments, gate in
    let threads = Int32(try arguments.threads)
    gate.facts["bytes"] = cmachine_triad(threads)
    try gate.open()
    while true {
      _ = cmachine_triad(threads)
      try gate.repetitionEnded()
    }
  }
}
