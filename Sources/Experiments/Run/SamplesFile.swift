import Archive
import Foundation
import TensorCore

/// The images of an inversion cell, `samples.h5`: float32 [1, H, W, C] in [0, 1] under `truth`, `reconstruction` and
/// the name of each control.
struct SamplesFile {
  static let name = "samples.h5"
  private static let format = "lethe.samples"
  let images: [(name: String, shape: [Int], pixels: [Float])]

  init(_ samples: [(String, Tensor)]) {
    images = samples.map { ($0.0, $0.1.shape.dimensions, $0.1.floats) }
  }

  /// Throws:    `ArchiveError`
  init(reading url: URL) throws {
    let file = try HDF5File(reading: url)
    defer { file.close() }
    guard try file.root.attributeIfPresent("format") == .text(Self.format) else {
      throw ArchiveError(
        .notOurs, file: url.path, object: "attribute format", expected: "'\(Self.format)'",
        found: "another or none")
    }
    images = try file.root.names.map { name in
      let dataset = try file.root.dataset(name)
      return (name, dataset.shape, try dataset.read(as: Float.self))
    }
  }

  /// Throws:    `ArchiveError`
  func write(to url: URL) throws {
    try HDF5File.write(to: url) { root in
      try root.setAttribute("format", Self.format)
      try root.setAttribute("format_version", 1)
      for image in images { try root.createDataset(image.name, image.pixels, shape: image.shape) }
    }
  }
}
