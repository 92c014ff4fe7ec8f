import CKernels

/// How float32 convolutions trade accuracy for speed. A choice of the caller: bits differ between modes.
public enum ComputeMode: String, Codable, CaseIterable, Sendable {
  /// Winograd F(4×4, 3×3) where it serves; errs by two to three times the direct sum's error, with
  /// stride 2 only in the gradient of the weight.
  case fast
  /// Winograd F(2×2, 3×3), which errs less than the direct sum, and direct convolutions.
  case accurate

  /// The mode of convolutions that start now. Their gradients, whenever they are taken, follow.
  ///
  /// Set with `ComputeMode.$current.withValue(.accurate) { … }`, for the current task.
  @TaskLocal public static var current = ComputeMode.fast
}

/// The algorithms that serve a convolution of these sizes in the current mode, by name: forward pass, gradient of the
/// input, gradient of the weight.
///
/// Shapes:    input [N, H, W, C], weight [R, S, C, K]
public func convolutionAlgorithms(
  input: Shape, weight: Shape, stride: Int = 1, padding: Int = 0
) -> (forward: String, data: String, weight: String) {
  let geometry = ConvolutionGeometry(input: input, weight: weight, stride: stride, padding: padding)
  func name(_ part: lk_conv_part) -> String {
    withUnsafePointer(to: geometry.c) {
      String(cString: DType.float32.kernels.conv_algorithm($0, Int32(part.rawValue))!)
    }
  }
  return (name(LK_CONV_FORWARD), name(LK_CONV_DATA), name(LK_CONV_WEIGHT))
}
