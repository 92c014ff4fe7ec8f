import Archive
import Foundation

/// Small pictures side by side, such as originals beside their reconstructions.
public struct PictureGrid: Sendable {
  public struct Row: Sendable {
    public var label: String
    /// Nil leaves the place empty.
    public var pictures: [Picture?]

    public init(_ label: String, _ pictures: [Picture?]) {
      self.label = label
      self.pictures = pictures
    }
  }

  /// The file stem.
  public var name: String
  public var title: String
  public var caption: String
  /// One for each column; empty for none.
  public var columnLabels: [String]
  public var rows: [Row]
  /// How many times a pixel is repeated in each direction.
  public var scale: Int

  public init(
    name: String, title: String, caption: String = "", columnLabels: [String] = [], rows: [Row], scale: Int = 4
  ) {
    precondition(scale > 0, "a picture grid's scale must be positive, found \(scale)")
    self.name = name
    self.title = title
    self.caption = caption
    self.columnLabels = columnLabels
    self.rows = rows
    self.scale = scale
  }

  /// Pixels between pictures, in the finished image.
  static let gap = 8

  var columnCount: Int { rows.map(\.pictures.count).max() ?? 0 }

  /// The grid as one image: white ground, nearest-neighbour enlargement, columns and rows of equal size.
  ///
  /// Shapes:    bytes [height, width, 3]
  func composed() -> (bytes: [UInt8], height: Int, width: Int) {
    let pictures = rows.flatMap(\.pictures).compactMap { $0 }
    let cellHeight = (pictures.map(\.height).max() ?? 1) * scale
    let cellWidth = (pictures.map(\.width).max() ?? 1) * scale
    let columns = max(1, columnCount)
    let height = max(1, rows.count) * (cellHeight + Self.gap) - Self.gap
    let width = columns * (cellWidth + Self.gap) - Self.gap
    var bytes = [UInt8](repeating: 255, count: height * width * 3)
    for (rowIndex, row) in rows.enumerated() {
      for (columnIndex, picture) in row.pictures.enumerated() {
        guard let picture else { continue }
        let top = rowIndex * (cellHeight + Self.gap)
        let left = columnIndex * (cellWidth + Self.gap)
        for y in 0..<picture.height * scale {
          for x in 0..<picture.width * scale {
            let source = (y / scale * picture.width + x / scale) * picture.channelCount
            let target = ((top + y) * width + left + x) * 3
            for channel in 0..<3 {
              bytes[target + channel] = picture.bytes[source + min(channel, picture.channelCount - 1)]
            }
          }
        }
      }
    }
    return (bytes, height, width)
  }

  /// The grid as the bytes of a PNG file, the same bytes for the same pictures.
  public func png() -> Data {
    let image = composed()
    return Data(PNG.encode(image.bytes, width: image.width, height: image.height, channels: 3))
  }
}
