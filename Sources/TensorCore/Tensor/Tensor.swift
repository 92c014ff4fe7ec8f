import CKernels

/// A contiguous n-dimensional array with, when it was computed from tracked tensors, the record of how.
///
/// Activations are NHWC, convolution weights HWIO, linear weights [in, out]. Values are immutable by convention: only
/// the `update…` functions write in place, for parameters and optimizer state.
public struct Tensor {
  public let shape: Shape
  public let dtype: DType
  let storage: Storage
  var node: Node?

  init(uninitialized shape: Shape, dtype: DType) {
    self.shape = shape
    self.dtype = dtype
    storage = Storage(byteCount: shape.count * dtype.byteCount)
  }

  init(storage: Storage, shape: Shape, dtype: DType, node: Node? = nil) {
    self.storage = storage
    self.shape = shape
    self.dtype = dtype
    self.node = node
  }

  public var count: Int { shape.count }

  var pointer: UnsafeMutableRawPointer { storage.pointer }
  var kernels: lk_kernels { dtype.kernels }
}

// MARK: - Construction

extension Tensor {
  public init(_ values: [Float], shape: Shape) {
    precondition(values.count == shape.count, "\(values.count) values do not fill shape \(shape)")
    self.init(uninitialized: shape, dtype: .float32)
    values.withUnsafeBytes {
      pointer.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(pointer), byteCount: $0.count)
    }
  }

  public init(_ values: [Double], shape: Shape) {
    precondition(values.count == shape.count, "\(values.count) values do not fill shape \(shape)")
    self.init(uninitialized: shape, dtype: .float64)
    values.withUnsafeBytes {
      pointer.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(pointer), byteCount: $0.count)
    }
  }

  public init(scalar: Double, dtype: DType = .float32) { self = .full([], value: scalar, dtype: dtype) }

  public static func full(_ shape: Shape, value: Double, dtype: DType = .float32) -> Tensor {
    let result = Tensor(uninitialized: shape, dtype: dtype)
    result.kernels.fill(result.pointer, Int64(result.count), value)
    return result
  }

  public static func zeros(_ shape: Shape, dtype: DType = .float32) -> Tensor {
    Tensor(storage: Storage(zeros: shape.count * dtype.byteCount), shape: shape, dtype: dtype)
  }

  public static func ones(_ shape: Shape, dtype: DType = .float32) -> Tensor { full(shape, value: 1, dtype: dtype) }
}

// MARK: - Reading

extension Tensor {
  /// The elements in row-major order (rounded from float64).
  public var floats: [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      if let base = buffer.baseAddress {
        switch dtype {
        case .float32: base.update(from: pointer.assumingMemoryBound(to: Float.self), count: count)
        case .float64: lk_f64_to_f32(pointer.assumingMemoryBound(to: Double.self), base, Int64(count))
        }
      }
      filled = count
    }
  }

  /// The elements in row-major order.
  public var doubles: [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, filled in
      if let base = buffer.baseAddress {
        switch dtype {
        case .float32: lk_f32_to_f64(pointer.assumingMemoryBound(to: Float.self), base, Int64(count))
        case .float64: base.update(from: pointer.assumingMemoryBound(to: Double.self), count: count)
        }
      }
      filled = count
    }
  }

  /// The only element of a one-element tensor.
  public func item() -> Double {
    precondition(count == 1, "item() of a tensor of shape \(shape)")
    return doubles[0]
  }

  /// False as soon as one element is NaN or infinite.
  public var allFinite: Bool { kernels.all_finite(pointer, Int64(count)) != 0 }

  /// Lends the elements of a float32 tensor.
  public func withFloats<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
    precondition(dtype == .float32, "withFloats on \(dtype)")
    return try body(UnsafeBufferPointer(start: pointer.assumingMemoryBound(to: Float.self), count: count))
  }

  /// Lends the elements of a float32 tensor for writing; every tensor that shares the storage sees the change.
  public func withMutableFloats<R>(_ body: (UnsafeMutableBufferPointer<Float>) throws -> R) rethrows -> R {
    precondition(dtype == .float32, "withMutableFloats on \(dtype)")
    defer { storage.valuesChanged() }
    return try body(UnsafeMutableBufferPointer(start: pointer.assumingMemoryBound(to: Float.self), count: count))
  }
}

// MARK: - Conversion

extension Tensor {
  /// The same values as another element type; not tracked.
  public func cast(to target: DType) -> Tensor {
    guard target != dtype else { return detached() }
    let result = Tensor(uninitialized: shape, dtype: target)
    switch target {
    case .float32:
      lk_f64_to_f32(
        pointer.assumingMemoryBound(to: Double.self), result.pointer.assumingMemoryBound(to: Float.self), Int64(count))
    case .float64:
      lk_f32_to_f64(
        pointer.assumingMemoryBound(to: Float.self), result.pointer.assumingMemoryBound(to: Double.self), Int64(count))
    }
    return result
  }

  /// The same values in storage of their own; not tracked.
  public func copy() -> Tensor {
    let result = Tensor(uninitialized: shape, dtype: dtype)
    result.pointer.copyMemory(from: pointer, byteCount: count * dtype.byteCount)
    return result
  }

  /// The same storage without the record of how it was computed.
  public func detached() -> Tensor { Tensor(storage: storage, shape: shape, dtype: dtype) }
}

extension Tensor: CustomStringConvertible {
  public var description: String {
    let shown = doubles.prefix(12).map { "\($0)" }.joined(separator: ", ")
    return "Tensor \(shape) \(dtype) [\(shown)\(count > 12 ? ", …" : "")]"
  }
}
