/// A labelled image dataset: a training and a test split of the same image size and classes.
public final class ImageDataset: Sendable {
  public let name: String
  /// Class names, in the order of the labels.
  public let classes: [String]
  public let shape: ImageShape
  public let normalisation: Normalisation
  public let train: ImageSplit
  public let test: ImageSplit
  /// Identifies the content: cells computed from other data have other ids.
  public let digest: String

  public init(
    name: String, classes: [String], normalisation: Normalisation, train: ImageSplit, test: ImageSplit,
    digest: String
  ) throws {
    guard train.shape == test.shape else {
      throw LearningError.inconsistentData(
        split: test.name, detail: "\(test.shape) images beside training images of \(train.shape)")
    }
    self.name = name
    self.classes = classes
    self.shape = train.shape
    self.normalisation = normalisation
    self.train = train
    self.test = test
    self.digest = digest
  }

  public var classCount: Int { classes.count }
}
