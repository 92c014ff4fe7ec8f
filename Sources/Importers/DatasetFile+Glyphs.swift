import Archive

extension DatasetFile {
  /// A draw of `glyphs` as a dataset file.
  ///
  /// Training carries two more arrays: `true_label`, the class that was drawn, and `wrong_label`, 1 where the label
  /// differs from it. The digest is that of the drawn bytes: training images and labels, then those of the test.
  public init(_ glyphs: GlyphsData) {
    let trainCount = glyphs.trainLabels.count
    var isWrong = [Int64](repeating: 0, count: trainCount)
    for position in glyphs.wrongLabelPositions { isWrong[Int(position)] = 1 }
    var digest = SHA256()
    for (images, labels) in [(glyphs.trainImages, glyphs.trainLabels), (glyphs.testImages, glyphs.testLabels)] {
      digest.update(images)
      digest.update(labels.map { UInt8($0) })
    }
    let imageShape = [glyphs.channels, glyphs.height, glyphs.width]
    self.init(
      name: "glyphs", classes: glyphs.classes, mean: glyphs.mean, std: glyphs.std,
      source: "glyphs, drawn by lethe from seed \(glyphs.seed)", sha256: SHA256.hexadecimal(digest.finish()),
      attributes: [
        "generator_version": .integer(Int64(Glyphs.version)), "seed": .text("\(glyphs.seed)"),
        "variant": .text(glyphs.variant.rawValue),
      ],
      train: Split(
        images: glyphs.trainImages, shape: [trainCount] + imageShape, labels: glyphs.trainLabels,
        extras: ["true_label": glyphs.trainTrueLabels, "wrong_label": isWrong]),
      test: Split(
        images: glyphs.testImages, shape: [glyphs.testLabels.count] + imageShape, labels: glyphs.testLabels))
  }
}
