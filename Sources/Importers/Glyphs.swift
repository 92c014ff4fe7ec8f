import CGlyphs
import Dispatch

/// The embedded dataset `glyphs`: ten classes of pen strokes, drawn by the program from a seed.
///
/// It needs no download, is made in under a second, and is built so that unlearning means something on it: a small
/// convolutional network learns it in a few epochs, memorises part of it (about 2 % of the training labels are wrong),
/// and random features do not solve it. The classes come in families that share strokes: ring, lasso, horseshoe and
/// spiral are round; horseshoe, hook and wave are made of half turns; wave and bolt go there and back; cross, tee and
/// fork are straight strokes that meet.
///
/// Image i of a split is a function of (variant, seed, split, i): it does not depend on the counts asked for.
public enum Glyphs {
  /// Raised whenever the bytes change for some seed; part of the identity of what is computed from them.
  public static let version = 1

  /// Class names; a label is a position in this list.
  public static let classes: [String] = (0..<Int32(CGLYPHS_CLASS_COUNT)).map { String(cString: cglyphs_class_name($0)) }

  /// Draws both splits.
  ///
  /// Every ten consecutive positions hold each class once, in an order of their own, so splits are balanced. In
  /// training, every fifty consecutive positions hold one label replaced by one of the nine other classes; test labels
  /// are all right. A last, incomplete block holds what falls to it, so its classes and its share of wrong labels are
  /// not exact.
  ///
  /// Shapes:    images [N, C, H, W], N = `trainCount` or `testCount`
  /// Range:     bytes in 0…255; counts ≥ 0; the mean and deviation of an empty training split are 0 and 1
  /// Error:     none: bytes are the same on every machine
  /// Random:    Philox4x32-10, key `seed`, one stream per (split, image, purpose)
  public static func generate(
    variant: GlyphsVariant, seed: UInt64, trainCount: Int = 10_000, testCount: Int = 2_000
  ) -> GlyphsData {
    precondition(trainCount >= 0 && testCount >= 0, "glyphs: counts \(trainCount), \(testCount) must be ≥ 0")
    let train = Split(variant: variant, seed: seed, split: CGLYPHS_TRAIN, count: trainCount)
    let test = Split(variant: variant, seed: seed, split: CGLYPHS_TEST, count: testCount)

    var trainLabels = train.labels
    var wrongLabelPositions = [Int64](repeating: 0, count: trainCount / Int(CGLYPHS_WRONG_LABEL_BLOCK) + 1)
    let wrongCount = cglyphs_mislabel(seed, CGLYPHS_TRAIN, Int64(trainCount), &trainLabels, &wrongLabelPositions)
    wrongLabelPositions.removeSubrange(Int(wrongCount)...)

    var mean = [Float](repeating: 0, count: variant.channels)
    var std = [Float](repeating: 1, count: variant.channels)
    if trainCount > 0 {
      cglyphs_statistics(
        train.images, Int64(trainCount), Int64(variant.channels), Int64(variant.height * variant.width), &mean, &std)
    }
    return GlyphsData(
      variant: variant, seed: seed, trainImages: train.images, trainLabels: trainLabels, trainTrueLabels: train.labels,
      wrongLabelPositions: wrongLabelPositions, testImages: test.images, testLabels: test.labels, mean: mean, std: std)
  }

  /// Images [count, C, H, W] and the classes that were drawn [count].
  private struct Split {
    let images: [UInt8]
    let labels: [Int64]

    init(variant: GlyphsVariant, seed: UInt64, split: Int32, count: Int) {
      let labels = [Int64](unsafeUninitializedCapacity: count) { buffer, initialised in
        if let base = buffer.baseAddress, count > 0 { cglyphs_true_labels(seed, split, Int64(count), base) }
        initialised = count
      }
      let imageSize = variant.channels * variant.height * variant.width
      images = [UInt8](unsafeUninitializedCapacity: count * imageSize) { buffer, initialised in
        let piece = 250
        if let base = buffer.baseAddress {
          // Every piece writes a part of its own.
          nonisolated(unsafe) let images = base
          DispatchQueue.concurrentPerform(iterations: (count + piece - 1) / piece) { number in
            let first = number * piece, part = labels[first..<min(first + piece, count)]
            part.withUnsafeBufferPointer {
              cglyphs_draw(
                variant.code, seed, split, Int64(first), Int64($0.count), $0.baseAddress, images + first * imageSize)
            }
          }
        }
        initialised = count * imageSize
      }
      self.labels = labels
    }
  }
}
