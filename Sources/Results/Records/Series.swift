/// One curve: a quantity against an epoch, an iteration or anything else that is counted.
public struct Series: Equatable, Codable, Sendable {
  public var name: String
  /// What `x` counts, such as "epoch".
  public var xLabel: String
  public var x: [Double]
  /// A hole where the quantity is undefined.
  public var y: [Double?]

  public init(name: String, xLabel: String, x: [Double], y: [Double?]) {
    precondition(x.count == y.count, "a series needs one y for each x: \(x.count) x, \(y.count) y")
    self.name = name
    self.xLabel = xLabel
    self.x = x
    self.y = y.map { value in value.flatMap { $0.isFinite ? $0 : nil } }
  }

  private enum CodingKeys: String, CodingKey {
    case name, x, y
    case xLabel = "x_label"
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let x = try values.decode([Double].self, forKey: .x)
    let y = try values.decode([Double?].self, forKey: .y)
    guard x.count == y.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .y, in: values, debugDescription: "expected \(x.count) values, one for each x, found \(y.count)")
    }
    self.init(
      name: try values.decode(String.self, forKey: .name), xLabel: try values.decode(String.self, forKey: .xLabel),
      x: x, y: y)
  }
}
