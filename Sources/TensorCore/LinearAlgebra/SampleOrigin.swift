/// What the values of some samples are taken less and times, that their products in single precision lose nothing.
struct SampleOrigin {
  /// About the mean of each column; [d].
  let shift: [Double]
  /// The power of two that brings what is left near 1: products then neither overflow nor vanish.
  let scale: Double

  /// From what is known of the samples, or of some of them.
  init(_ moments: ColumnMoments, of samples: SampleMatrix) {
    let size = Self.size(moments, samples)
    shift = moments.means
    scale =
      size.isNormal
      ? Double(sign: .plus, exponent: max(-126, min(126, -Int(size.exponent))), significand: 1) : 1
  }

  /// From 256 of at least sixteen times as many samples, evenly apart; nil for fewer, of which all are soon read, and
  /// where one of them is not finite.
  init?(some samples: SampleMatrix) {
    let count = 256
    guard samples.rows >= 16 * count, samples.columns > 0 else { return nil }
    let step = samples.rows / count
    let some = samples.selecting(rows: (0..<count).map { $0 * step + step / 2 })
    let moments = some.columnMoments()
    guard moments.total.isFinite else { return nil }
    self.init(moments, of: some)
  }

  /// Whether all samples, whose moments have been found from here, could as well have been taken from their own: no more
  /// than a bit cancels when a sum of squares is brought to the mean, and values are within 2¹⁶ of 1.
  func serves(_ moments: ColumnMoments, of samples: SampleMatrix) -> Bool {
    let n = Double(samples.rows), size = Self.size(moments, samples) * scale
    let near = shift.indices.allSatisfy { c in
      let missed = moments.means[c] - shift[c]
      return n * missed * missed <= moments.squares[c]
    }
    return near && (size == 0 || (0x1p-16...0x1p16).contains(size))
  }

  /// Root mean square of a centred value.
  private static func size(_ moments: ColumnMoments, _ samples: SampleMatrix) -> Double {
    (moments.total / Double(max(samples.rows * samples.columns, 1))).squareRoot()
  }
}
