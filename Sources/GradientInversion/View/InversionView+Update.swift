import Learning

extension InversionView {
  /// The view of somebody who holds the network before and after a request to forget some images.
  ///
  /// Throws:    `InversionError`, as `InversionTarget.update` and `init`
  public init(
    original: Network, unlearned: Network, labels: [Int32]?, imageCount: Int = 1, sign: UpdateSign = .auto,
    steps: Int? = nil
  ) throws {
    let target = try InversionTarget.update(
      from: original, to: unlearned, labels: labels, sign: sign, steps: steps)
    try self.init(network: original, target: target, labels: labels, imageCount: imageCount)
  }
}
