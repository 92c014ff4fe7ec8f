import Foundation

/// A drawing as data: numbers in a `.dat`, and the gnuplot script that draws them.
///
/// Both are left beside the pictures, so that a figure can be redrawn, restyled or read without this program.
public struct Figure: Equatable, Sendable {
  /// The file stem.
  public var name: String
  public var title: String
  public var caption: String
  /// The contents of `<name>.dat`: tab-separated columns, `?` for a missing value.
  public var data: String
  /// The contents of `<name>.gp`; it writes `<name>.svg` and `<name>.png` into the folder it is run in.
  public var script: String

  public init(name: String, title: String, caption: String = "", data: String, script: String) {
    self.name = name
    self.title = title
    self.caption = caption
    self.data = data
    self.script = script
  }
}

/// A dashed level across a figure, such as what a constant predictor reaches.
public struct ReferenceLevel: Equatable, Sendable {
  public var label: String
  public var value: Double

  public init(_ label: String, value: Double) {
    self.label = label
    self.value = value
  }
}
