import TensorCore

/// The length of some points, to be shrunk until they meet in the origin: mean ‖z‖₂, or mean ‖z‖₂².
///
/// Shapes:    points [N, d] → []
/// Gradient:  z/(N‖z‖), 0 at z = 0; 2z/N for the square; any order away from 0
/// Source:    OPC, equation (1) (methods.md A.5)
public struct ContractionLoss: Equatable, Sendable {
  public enum Norm: String, Codable, CaseIterable, Sendable {
    /// ‖z‖₂: pulls every point with the same force, however near.
    case plain
    /// ‖z‖₂²: the force grows with the distance.
    case squared
  }

  public var norm: Norm

  public init(_ norm: Norm = .plain) { self.norm = norm }

  public func callAsFunction(_ points: Tensor) -> Tensor {
    switch norm {
    case .plain: return rowNorms(points).mean()
    case .squared: return points.squared().sum(axes: [1]).mean()
    }
  }
}
