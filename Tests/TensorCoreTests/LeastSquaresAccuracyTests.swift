import Testing

@testable import TensorCore

#if arch(x86_64)
  /// Least squares against a solution in 80-bit arithmetic, at condition numbers from 1e2 to 1e8.
  @Suite struct LeastSquaresAccuracyTests {
    /// Samples U·diag(σ)·Vᵀ whose singular values fall evenly on a logarithmic scale from 1 to 1/κ, and targets that no
    /// map reaches.
    static func problem(rows: Int, columns: Int, condition: Double) throws -> (x: Matrix, y: Matrix) {
      var numbers = LinearAlgebraNumbers(UInt64(condition))
      let left = try SingularValueDecomposition(numbers.matrix(rows, columns)).left
      var right = try SingularValueDecomposition(numbers.matrix(columns, columns)).rightTransposed
      for r in 0..<columns {
        var value = 1.0
        for _ in 0..<r { value *= LeastSquaresAccuracyTests.step(condition, columns) }
        for c in 0..<columns { right[r, c] *= value }
      }
      let x = Matrix.product(left, right)
      var y = Matrix.product(x, numbers.matrix(columns, 2))
      for r in 0..<rows { for c in 0..<2 { y[r, c] += 1e-3 * numbers.next() } }
      return (x, y)
    }

    /// κ^(−1/(d − 1)).
    static func step(_ condition: Double, _ columns: Int) -> Double {
      // By bisection, so that the test needs no library beyond what it tests.
      var low = 0.0, high = 1.0
      for _ in 0..<200 {
        let middle = (low + high) / 2
        var power = 1.0
        for _ in 1..<columns { power *= middle }
        if power * condition < 1 { low = middle } else { high = middle }
      }
      return high
    }

    /// Modified Gram–Schmidt on [X | y], with each column orthogonalised twice, then back-substitution.
    static func reference(_ x: Matrix, _ y: Matrix) -> [[Double]] {
      let (n, d) = (x.rows, x.columns)
      var q = (0..<d).map { c in (0..<n).map { Float80(x[$0, c]) } }
      var r = [[Float80]](repeating: [Float80](repeating: 0, count: d), count: d)
      func dot(_ a: [Float80], _ b: [Float80]) -> Float80 { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
      for c in 0..<d {
        for _ in 0..<2 {
          for p in 0..<c {
            let part = dot(q[p], q[c])
            r[p][c] += part
            for i in 0..<n { q[c][i] -= part * q[p][i] }
          }
        }
        r[c][c] = dot(q[c], q[c]).squareRoot()
        for i in 0..<n { q[c][i] /= r[c][c] }
      }
      return (0..<y.columns).map { target in
        var rest = (0..<n).map { Float80(y[$0, target]) }
        var solution = [Float80](repeating: 0, count: d)
        for c in 0..<d {
          solution[c] = dot(q[c], rest)
          for i in 0..<n { rest[i] -= solution[c] * q[c][i] }
        }
        for c in (0..<d).reversed() {
          for p in c + 1..<max(d, c + 1) { solution[c] -= r[c][p] * solution[p] }
          solution[c] /= r[c][c]
        }
        return solution.map { Double($0) }
      }
    }

    // Up to 1e4 normal equations, whose error grows with κ²; from 1e6 on orthogonal factors: κ, and κ² times the
    // residual, here 1e-3 of the targets' spread or less.
    @Test(arguments: [
      (1e2, LeastSquaresFit.Solver.cholesky, 1e-12), (1e4, .cholesky, 1e-8), (1e6, .orthogonal, 1e-9),
      (1e8, .orthogonal, 1e-7),
    ])
    func errorAgainstExtendedPrecision(condition: Double, solver: LeastSquaresFit.Solver, bound: Double) throws {
      let (x, y) = try Self.problem(rows: 700, columns: 12, condition: condition)
      let settings = LeastSquaresSettings(intercept: false, ridge: 0, relativeCutoff: 1e-12)
      let fit = try leastSquares(SampleMatrix(x), SampleMatrix(y), settings: settings)
      #expect(fit.solver == solver)
      #expect(abs(fit.conditionNumber! / condition - 1) < 1e-6)
      let expected = Self.reference(x, y)
      var difference = 0.0, size = 0.0
      for r in 0..<12 {
        for c in 0..<2 {
          difference += (fit.map.weights[r, c] - expected[c][r]) * (fit.map.weights[r, c] - expected[c][r])
          size += expected[c][r] * expected[c][r]
        }
      }
      let error = (difference / size).squareRoot()
      #expect(error < bound, "relative error \(error)")
    }
  }
#endif
