import CKernels
import Testing

@testable import TensorCore

/// Passes over samples on every kernel path, against sums by definition, element by element within Higham's bound
/// k·u·Σ|a||b|: u is 2⁻⁵³ for sums in double, 2⁻²⁴ over the rows that are summed in single precision. Those are at most
/// 192; the bound for 128 of them holds nevertheless.
@Suite struct SampleKernelTests {
  struct Case: CustomStringConvertible, Sendable {
    let rows, columns, others: Int
    let double: Bool
    var description: String { "\(rows) x \(columns), \(others) others, \(double ? "double" : "single") samples" }
  }

  static let cases: [Case] = {
    var cases: [Case] = []
    for rows in [1, 7, 500, 513] {
      for (i, columns) in [1, 3, 8, 9, 16, 17, 64, 65].enumerated() {
        let others = [10, 1, 25, 7, 8, 48, 3, 17][(i + rows) % 8]
        cases.append(Case(rows: rows, columns: columns, others: others, double: (i + rows) % 3 == 0))
      }
    }
    // Several pieces, the last block of which is not whole; so many that the last ones are small.
    return cases + [
      Case(rows: 3001, columns: 13, others: 5, double: false), Case(rows: 7001, columns: 7, others: 2, double: false),
    ]
  }()

  /// Values around 0.7, exact in single precision either way.
  static func values(_ rows: Int, _ columns: Int, seed: UInt64) -> [Double] {
    var numbers = LinearAlgebraNumbers(seed)
    return (0..<rows * columns).map { _ in Double(Float(numbers.next() + 0.7)) }
  }

  static func samples(_ values: [Double], _ rows: Int, _ columns: Int, double: Bool) -> SampleMatrix {
    double
      ? SampleMatrix(Matrix(rows: rows, columns: columns, values: values))
      : SampleMatrix(rows: rows, columns: columns, floats: values.map { Float($0) })
  }

  /// Σ (a − s)(b − t) and Σ |a − s||b − t|, by definition.
  static func naive(
    _ a: [Double], _ s: [Double], _ b: [Double], _ t: [Double], rows: Int
  ) -> (sums: [Double], sizes: [Double]) {
    let (d, k) = (s.count, t.count)
    var sums = [Double](repeating: 0, count: d * k)
    var sizes = sums
    for r in 0..<rows {
      for i in 0..<d {
        let left = a[r * d + i] - s[i]
        for j in 0..<k {
          let product = left * (b[r * k + j] - t[j])
          sums[i * k + j] += product
          sizes[i * k + j] += abs(product)
        }
      }
    }
    return (sums, sizes)
  }

  static func isWithin(_ found: [Double], _ expected: (sums: [Double], sizes: [Double]), _ bound: Double) -> Bool {
    found.indices.allSatisfy { abs(found[$0] - expected.sums[$0]) <= bound * expected.sizes[$0] }
  }

  @Test(arguments: cases) func productsOfColumns(_ c: Case) {
    let (n, d, k) = (c.rows, c.columns, c.others)
    let a = Self.values(n, d, seed: 1), b = Self.values(n, k, seed: 2)
    let x = Self.samples(a, n, d, double: c.double), y = Self.samples(b, n, k, double: false)
    let s = (0..<d).map { 0.5 + 0.01 * Double($0) }, t = (0..<k).map { 0.25 * Double($0) }
    let expected = [
      Self.naive(a, s, a, s, rows: n), Self.naive(a, s, b, t, rows: n), Self.naive(b, t, b, t, rows: n),
    ]
    for path in KernelSupport.paths {
      for (dtype, bound) in [(LK_F64, Double(n + 4) * 0x1p-53), (LK_F32, 132 * 0x1p-24)] {
        var xx = [Double](repeating: .nan, count: d * d)
        var xy = [Double](repeating: .nan, count: d * k)
        var yy = [Double](repeating: .nan, count: k * k)
        x.withKernelSamples(subtracting: s, scale: 0.25) { x in
          y.withKernelSamples(subtracting: t, scale: 64) { y in
            lk_sample_table(path.code).pointee.column_products(
              x, y, Int64(n), Int32(dtype.rawValue), &xx, &xy, &yy, nil)
          }
        }
        for (i, found) in [xx, xy, yy].enumerated() {
          #expect(Self.isWithin(found, expected[i], bound), "\(path.name), product \(i), dtype \(dtype.rawValue)")
        }
      }
      // One output without the others.
      var alone = [Double](repeating: .nan, count: d * d)
      x.withKernelSamples(subtracting: s) {
        lk_sample_table(path.code).pointee.column_products(
          $0, nil, Int64(n), Int32(LK_F64.rawValue), &alone, nil, nil, nil)
      }
      #expect(Self.isWithin(alone, expected[0], Double(n + 4) * 0x1p-53), "\(path.name), alone")
    }
  }

  @Test(arguments: cases) func productsAboutTheMeans(_ c: Case) {
    let (n, d, k) = (c.rows, c.columns, c.others)
    let a = Self.values(n, d, seed: 1), b = Self.values(n, k, seed: 2)
    let x = Self.samples(a, n, d, double: c.double), y = Self.samples(b, n, k, double: false)
    let expected = [
      (0..<d).map { c in (0..<n).reduce(0) { $0 + a[$1 * d + c] } / Double(n) },
      (0..<k).map { c in (0..<n).reduce(0) { $0 + b[$1 * k + c] } / Double(n) },
    ]
    let centred = Self.naive(a, expected[0], b, expected[1], rows: n)
    // A quarter beside the means, whose products are what cancels.
    let s = expected[0].map { $0 + 0.25 }, t = expected[1].map { $0 - 0.25 }
    let around = Self.naive(a, s, b, t, rows: n)
    for path in KernelSupport.paths {
      for (dtype, bound) in [(LK_F64, Double(n + 4) * 0x1p-53), (LK_F32, 132 * 0x1p-24)] {
        var xy = [Double](repeating: .nan, count: d * k), means = [Double](repeating: .nan, count: d + k)
        x.withKernelSamples(subtracting: s, scale: 0.25) { x in
          y.withKernelSamples(subtracting: t, scale: 64) { y in
            lk_sample_table(path.code).pointee.column_products(
              x, y, Int64(n), Int32(dtype.rawValue), nil, &xy, nil, &means)
          }
        }
        // The products' own error, and that of the means, n·0.25² in size, from both sides.
        let sizes = around.sizes.map { $0 + Double(n) / 8 }
        #expect(Self.isWithin(xy, (centred.sums, sizes), bound), "\(path.name), dtype \(dtype.rawValue)")
        for (found, mean) in zip(means, expected[0] + expected[1]) {
          #expect(abs(found - mean) <= 2 * bound, "\(path.name), dtype \(dtype.rawValue)")
        }
      }
    }
  }

  @Test(arguments: cases) func momentsAndLengths(_ c: Case) {
    let (n, d) = (c.rows, c.columns)
    let a = Self.values(n, d, seed: 3), x = Self.samples(a, n, d, double: c.double)
    let shift = (0..<d).map { 0.1 * Double($0) }
    for path in KernelSupport.paths {
      var means = [Double](repeating: .nan, count: d), squares = means
      var lengths = [Double](repeating: .nan, count: n)
      x.withKernelSamples(subtracting: shift) {
        lk_sample_table(path.code).pointee.column_moments($0, Int64(n), &means, &squares)
        lk_sample_table(path.code).pointee.row_squares($0, Int64(n), &lengths)
      }
      for i in 0..<d {
        let column = (0..<n).map { a[$0 * d + i] }
        let mean = column.reduce(0, +) / Double(n)
        let square = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        #expect(abs(means[i] - mean) < 1e-13 && abs(squares[i] - square) <= 1e-12 * (square + 1e-3), "\(path.name)")
      }
      for r in 0..<n {
        let length = (0..<d).reduce(0) { $0 + (a[r * d + $1] - shift[$1]) * (a[r * d + $1] - shift[$1]) }
        #expect(abs(lengths[r] - length) <= 1e-14 * length, "\(path.name)")
      }
    }
  }

  // The inner dimension is taken in blocks of 192.
  @Test(arguments: cases + [Case(rows: 50, columns: 401, others: 14, double: false)])
  func rowsTimesAMatrix(_ c: Case) {
    let (n, d, k) = (c.rows, c.columns, c.others)
    let a = Self.values(n, d, seed: 4), w = Self.values(d, k, seed: 5), intercept = Self.values(1, k, seed: 6)
    let x = Self.samples(a, n, d, double: c.double), matrix = Self.samples(w, d, k, double: true)
    let shift = (0..<d).map { 0.1 * Double($0) }
    for path in KernelSupport.paths {
      var found = [Double](repeating: .nan, count: n * k)
      var rounded = [Float](repeating: .nan, count: n * k)
      x.withKernelSamples(subtracting: shift) { x in
        matrix.withKernelSamples { w in
          let table = lk_sample_table(path.code).pointee
          table.rows_times(x, Int64(n), w, intercept, Int32(LK_F64.rawValue), &found)
          table.rows_times(x, Int64(n), w, intercept, Int32(LK_F32.rawValue), &rounded)
        }
      }
      for r in 0..<n {
        for j in 0..<k {
          let terms = (0..<d).map { (a[r * d + $0] - shift[$0]) * w[$0 * k + j] } + [intercept[j]]
          let (sum, size) = (terms.reduce(0, +), terms.reduce(0) { $0 + abs($1) })
          #expect(abs(found[r * k + j] - sum) <= Double(d + 4) * 0x1p-53 * size, "\(path.name)")
          #expect(rounded[r * k + j] == Float(found[r * k + j]), "\(path.name)")
        }
      }
    }
  }

  @Test func valuesAroundALargeMeanKeepTheirSpread() {
    // 0.1 either side of 1000: Σx² − n·mean² would keep eight digits.
    let values = (0..<2000).map { 1000 + ($0.isMultiple(of: 2) ? 0.125 : -0.125) }
    let moments = SampleMatrix(Matrix(rows: 2000, columns: 1, values: values)).columnMoments()
    #expect(moments.means == [1000] && moments.squares == [2000 * 0.015625])
  }

  @Test func productsOfTinyAndHugeValuesStayInRange() {
    // In single precision the squares of these would vanish and overflow.
    var numbers = LinearAlgebraNumbers(12)
    let base = (0..<600 * 3).map { _ in numbers.next() }
    for size in [1e-30, 1e30] {
      let x = SampleMatrix(rows: 600, columns: 3, floats: base.map { Float($0 * size) })
      let single = ColumnProducts(centring: x, x, precision: .blockwiseSingle)
      let double = ColumnProducts(centring: x, x, precision: .double)
      #expect((single.xy - double.xy).maximumMagnitude < 1e-6 * double.xy.maximumMagnitude)
      #expect((single.xx - double.xx).maximumMagnitude < 1e-6 * double.xx.maximumMagnitude)
      #expect(double.xx[0, 0] > 100 * size * size)
    }
  }

  /// Many samples, of which every sixteenth says where the columns lie.
  private static func many(_ value: (_ row: Int, _ column: Int, _ noise: Double) -> Double) -> SampleMatrix {
    var numbers = LinearAlgebraNumbers(13)
    let values = (0..<4096 * 3).map { Float(value($0 / 3, $0 % 3, numbers.next())) }
    return SampleMatrix(rows: 4096, columns: 3, floats: values)
  }

  private static func expectSame(_ x: SampleMatrix) {
    let single = ColumnProducts(centring: x, x, precision: .blockwiseSingle)
    let double = ColumnProducts(centring: x, x, precision: .double)
    for (a, b) in [(single.xx, double.xx), (single.xy, double.xy), (single.yy, double.yy)] {
      #expect((a - b).maximumMagnitude <= 1e-6 * b.maximumMagnitude)
    }
    for (a, b) in [(single.xMoments, double.xMoments), (single.yMoments, double.yMoments)] {
      for c in 0..<3 {
        #expect(abs(a.means[c] - b.means[c]) <= 1e-6 * (b.squares[c] / 4096).squareRoot())
        #expect(abs(a.squares[c] - b.squares[c]) <= 1e-6 * b.squares[c])
      }
    }
  }

  @Test func productsFromAnOriginThatServes() throws {
    let x = Self.many { row, column, noise in column == 2 ? 7 : 1000 * Double(column) + noise }
    let origin = try #require(SampleOrigin(some: x))
    #expect(origin.serves(x.columnMoments(), of: x))
    Self.expectSame(x)
  }

  @Test func productsFromAnOriginThatDoesNotServe() throws {
    // What tells where the columns lie is all alike, and far from the rest in place or in size.
    for size in [1000, 1e30] {
      let x = Self.many { row, _, noise in row % 16 == 8 ? 0 : size * (1 + noise / 100) }
      let origin = try #require(SampleOrigin(some: x))
      #expect(origin.shift == [0, 0, 0] && !origin.serves(x.columnMoments(), of: x))
      Self.expectSame(x)
    }
  }

  @Test func anOriginNeedsManyFiniteSamples() {
    #expect(SampleOrigin(some: SampleMatrix(rows: 4095, columns: 1, floats: [Float](repeating: 1, count: 4095))) == nil)
    #expect(SampleOrigin(some: Self.many { row, _, noise in row == 24 ? .infinity : noise }) == nil)
    let products = ColumnProducts(
      centring: Self.many { row, _, noise in row == 25 ? .nan : noise }, Self.many { $2 }, precision: .blockwiseSingle)
    #expect(!products.xMoments.total.isFinite && products.yMoments.total.isFinite)
  }
}
