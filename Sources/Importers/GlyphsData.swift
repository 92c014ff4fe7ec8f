import CGlyphs

/// The two forms in which `glyphs` is drawn.
public enum GlyphsVariant: String, CaseIterable, Sendable {
  /// 28 × 28 × 1, light strokes on a dark ground.
  case gray28
  /// 32 × 32 × 3, stroke and ground of random colours, either one the lighter.
  case color32

  public var channels: Int { self == .gray28 ? 1 : 3 }
  public var height: Int { self == .gray28 ? 28 : 32 }
  public var width: Int { height }

  var code: Int32 { self == .gray28 ? CGLYPHS_GRAY28 : CGLYPHS_COLOR32 }
}

/// One draw of `glyphs`.
///
/// Shapes:    images [N, C, H, W] row-major; labels [N]
/// Range:     pixels 0…255; labels 0…9, positions in `classes`
public struct GlyphsData: Sendable, Equatable {
  public let variant: GlyphsVariant
  public let seed: UInt64

  public let trainImages: [UInt8]
  /// The labels to train on; those at `wrongLabelPositions` are wrong.
  public let trainLabels: [Int64]
  /// The classes that were drawn.
  public let trainTrueLabels: [Int64]
  /// Ascending positions in the training split where `trainLabels` differs from `trainTrueLabels`.
  public let wrongLabelPositions: [Int64]
  public let testImages: [UInt8]
  public let testLabels: [Int64]

  /// Per channel, over the training images as fractions of 255; `std` is the population's.
  public let mean: [Float]
  public let std: [Float]

  public var channels: Int { variant.channels }
  public var height: Int { variant.height }
  public var width: Int { variant.width }
  public var classes: [String] { Glyphs.classes }
}
