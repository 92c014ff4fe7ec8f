import CKernels

/// Element type of a tensor. `float32` runs the fast kernels; `float64` the reference kernels, on which gradients are
/// proved.
public enum DType: Sendable, CustomStringConvertible {
  case float32, float64

  var byteCount: Int { self == .float32 ? 4 : 8 }
  public var description: String { self == .float32 ? "float32" : "float64" }

  /// The element type as the kernels name it.
  var code: Int32 { Int32(self == .float32 ? LK_F32.rawValue : LK_F64.rawValue) }
  /// The kernels for this element type on this CPU.
  var kernels: lk_kernels { lk_table(code).pointee }
}

/// A block of the caching allocator, given back when the last tensor that uses it is gone.
final class Storage {
  private var block: UnsafeMutableRawPointer?
  /// What the values are, where they are written down only once somebody asks for them.
  let deferred: DeferredValues?
  /// Counts the writes in place, so that what was derived from the values can tell that they are others now.
  private(set) var version: UInt64 = 0
  /// Forms for convolutions, where the values are a weight.
  lazy var prepared = PreparedWeights()

  /// To be called by everything that writes in place.
  func valuesChanged() { version += 1 }

  init(byteCount: Int) {
    block = Storage.allocate(byteCount)
    deferred = nil
  }

  /// All bytes 0.
  init(zeros byteCount: Int) {
    block = Storage.allocate(byteCount, by: lk_allocate_zeros)
    deferred = nil
  }

  init(_ deferred: DeferredValues) { self.deferred = deferred }

  deinit { lk_release(block) }

  var pointer: UnsafeMutableRawPointer {
    if let block { return block }
    let formed = deferred!.formed()
    block = formed
    return formed
  }

  /// What the values are formed from; nil where they are written down already.
  var unformed: DeferredValues? { block == nil ? deferred : nil }
}

/// The integers that pooling remembers.
final class IndexStorage {
  let pointer: UnsafeMutablePointer<Int32>
  let count: Int

  init(count: Int) {
    self.count = count
    pointer = Storage.allocate(count * 4).bindMemory(to: Int32.self, capacity: count)
  }

  convenience init(_ values: [Int32]) {
    self.init(count: values.count)
    pointer.update(from: values, count: values.count)
  }

  deinit { lk_release(pointer) }
}

extension Storage {
  static func allocate(
    _ byteCount: Int, by allocator: (Int) -> UnsafeMutableRawPointer? = lk_allocate
  ) -> UnsafeMutableRawPointer {
    guard let pointer = allocator(max(byteCount, 1)) else {
      fatalError("out of memory: \(byteCount) bytes asked for, \(Memory.liveBytes) in use")
    }
    return pointer
  }
}

/// What the tensor allocator holds. Bytes; process-wide.
public enum Memory {
  public static var liveBytes: Int { Int(lk_memory_statistics().live) }
  /// The most that was live at once since `resetPeak()`.
  public static var peakBytes: Int { Int(lk_memory_statistics().peak) }
  public static func resetPeak() { lk_memory_reset_peak() }
  /// Gives unused cached blocks back to the system.
  public static func trim() { lk_memory_trim() }
}

/// The kernels' thread pool.
public enum Threads {
  /// Threads used by the kernels, ≥ 1; by default the processors that are online. Never changes a result's bits.
  public static var count: Int {
    get { Int(lk_thread_count()) }
    set { lk_set_thread_count(Int32(max(newValue, 1))) }
  }
}

/// Which float32 kernels run.
public enum KernelPath: String, CaseIterable, Sendable {
  case portable, avx2

  private var code: Int32 { Int32(self == .portable ? LK_PATH_PORTABLE.rawValue : LK_PATH_AVX2.rawValue) }

  public var isAvailable: Bool { lk_path_available(code) != 0 }

  /// The path in use. Bits are reproducible per path, so records name it.
  public static var current: KernelPath {
    String(cString: DType.float32.kernels.name).hasPrefix("avx2") ? .avx2 : .portable
  }

  /// Not to be called while tensors are being computed. Returns false, and changes nothing, if this CPU lacks it.
  @discardableResult public static func select(_ path: KernelPath) -> Bool {
    guard path.isAvailable else { return false }
    return lk_select_path(path.code) == path.code
  }
}
