import CKernels

/// The packed or transformed forms of a weight that convolutions read, kept from call to call while it stays the same.
///
/// A form is kept from its second use at one version of the values on: in training each is used once a step, and
/// keeping it would cost up to eight times the weights' memory for nothing.
final class PreparedWeights {
  /// What a form depends on beside the values.
  struct Key: Hashable {
    let kernels, algorithm: UnsafePointer<CChar>?
    let isDataGradient: Bool
    let height, width, stride, padding: Int64
  }

  private enum State {
    case usedOnce
    case kept(Storage)
  }

  private var version: UInt64 = 0
  private var states: [Key: State] = [:]

  /// The form of `weight` for a convolution, nil where it is not kept (the kernel then makes one for itself).
  func form(
    of weight: Tensor, for geometry: UnsafePointer<lk_conv>, isDataGradient: Bool, kernels: lk_kernels
  ) -> Storage? {
    if version != weight.storage.version {
      states.removeAll()
      version = weight.storage.version
    }
    let part = Int32((isDataGradient ? LK_CONV_DATA : LK_CONV_FORWARD).rawValue), size = geometry.pointee
    let key = Key(
      kernels: kernels.name, algorithm: kernels.conv_algorithm(geometry, part), isDataGradient: isDataGradient,
      height: size.h, width: size.w, stride: size.stride, padding: size.pad)
    switch states[key] {
    case .kept(let storage): return storage
    case nil:
      states[key] = .usedOnce
      return nil
    case .usedOnce:
      let byteCount = kernels.conv_prepared_bytes(geometry, isDataGradient ? 1 : 0)
      guard byteCount > 0 else { return nil }
      let storage = Storage(byteCount: byteCount)
      kernels.conv_prepare(geometry, isDataGradient ? 1 : 0, weight.pointer, storage.pointer)
      states[key] = .kept(storage)
      return storage
    }
  }
}
