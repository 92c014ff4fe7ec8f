import TensorCore

/// Random changes of training images.
public enum Augmentation: String, Codable, Sendable, CaseIterable {
  case none
  /// A window of the image's size out of the image padded with 4 black pixels on each side.
  case crop
  /// Left and right exchanged with probability 1/2.
  case flip
  /// Both.
  case cropFlip = "crop-flip"

  /// Black pixels added on each side before cropping.
  static let padding = 4

  /// What happens to each sample of a batch.
  struct Draws: Equatable {
    var offsetsY: [Int32]?
    var offsetsX: [Int32]?
    var flips: [UInt8]?
  }

  private var crops: Bool { self == .crop || self == .cropFlip }
  private var mirrors: Bool { self == .flip || self == .cropFlip }

  /// The draws for samples at some positions of a split; nil for `none`.
  ///
  /// A sample draws vertical offset, horizontal offset and flip, in this order, from its own child stream, whether or
  /// not they are used, so that `crop` and `crop-flip` shift a sample alike.
  func draws(positions: [Int], random: RandomStream?) -> Draws? {
    guard self != .none else { return nil }
    guard let random else { preconditionFailure("augmentation '\(rawValue)' needs a random stream") }
    var vertical = [Int32](), horizontal = [Int32](), flips = [UInt8]()
    for position in positions {
      var stream = random.child(position)
      vertical.append(Int32(stream.integer(below: 2 * Self.padding + 1) - Self.padding))
      horizontal.append(Int32(stream.integer(below: 2 * Self.padding + 1) - Self.padding))
      flips.append(stream.uniform() < 0.5 ? 1 : 0)
    }
    return Draws(
      offsetsY: crops ? vertical : nil, offsetsX: crops ? horizontal : nil, flips: mirrors ? flips : nil)
  }
}
