import Testing

@testable import Learning

@Suite struct ErrorWordingTests {
  static let shape = ImageShape(channels: 1, height: 3, width: 3)
  static let wordings: [(any Error, String)] = [
    (
      LearningError.otherArchitecture(source: "a/model.h5", expected: "resnet18", found: "convnet"),
      "a/model.h5: the checkpoint holds a 'convnet', expected a 'resnet18'; set the model to 'convnet' or name a "
        + "checkpoint of a 'resnet18'"
    ),
    (
      LearningError.unknownArchitecture(source: "m.h5", found: "resnet19", known: ["mlp", "resnet18"]),
      "m.h5: unknown architecture 'resnet19', known are mlp, resnet18 — did you mean 'resnet18'?"
    ),
    (
      LearningError.otherClassCount(source: "m.h5", expected: 10, found: 100),
      "m.h5: the checkpoint has 100 classes, expected 10; it was trained on another dataset"
    ),
    (
      LearningError.missingTensors(source: "m.h5", architecture: "mlp", names: ["a", "b", "c", "d", "e"]),
      "m.h5: state_dict lacks 'a', 'b', 'c' and 2 more of a 'mlp'; the file is incomplete or of another architecture"
    ),
    (
      LearningError.unexpectedTensors(source: "m.h5", architecture: "mlp", names: ["x"]),
      "m.h5: state_dict holds 'x', which a 'mlp' does not have; the file is of another architecture"
    ),
    (
      LearningError.wrongShape(source: "m.h5", name: "fc.weight", expected: [10, 64], found: [100, 64]),
      "m.h5: 'fc.weight' has shape [100, 64], expected [10, 64]; check the class count and the image size it was "
        + "trained for"
    ),
    (
      LearningError.wrongType(source: "m.h5", name: "fc.bias", expected: "float32", found: "int64 [10]"),
      "m.h5: 'fc.bias' holds int64 [10], expected float32"
    ),
    (
      LearningError.nonFiniteTensor(source: "m.h5", name: "fc.bias"),
      "m.h5: 'fc.bias' holds NaN or an infinity; the network diverged, train it again"
    ),
    (
      LearningError.inputDoesNotFit(architecture: "convnet", input: shape, reason: "too small"),
      "'convnet' cannot take 1x3x3 images: too small"
    ),
    (LearningError.invalidClassCount(0), "a classifier needs at least one class, not 0"),
    (
      LearningError.invalidNormalisation(Normalisation(mean: [0], std: [0]), channels: 3),
      "normalisation mean [0.0], std [0.0] does not fit 3-channel images: one finite mean and one positive std per "
        + "channel are needed"
    ),
    (
      LearningError.inconsistentData(split: "train", detail: "label 12 in a dataset of 10 classes"),
      "split 'train': label 12 in a dataset of 10 classes; import the dataset again"
    ),
    (
      LearningError.emptySubset(purpose: "training"),
      "no samples are left for training; check the forget request and the validation fraction"
    ),
    (
      LearningError.forgetRequest("class 12 is not in 0..9"),
      "the forget request cannot be met: class 12 is not in 0..9"
    ),
    (
      LearningError.validationFraction(1.5), "the validation fraction must be at least 0 and below 1, not 1.5"
    ),
    (
      LearningError.options([
        OptionProblem(key: "epocs", kind: .unknownKey(suggestion: "epochs")),
        OptionProblem(key: "beta1", kind: .badValue(found: "2", expected: "a number from 0 to 1", suggestion: nil)),
      ]),
      "unknown key 'epocs' — did you mean 'epochs'?\n'beta1' is 2, expected a number from 0 to 1"
    ),
    (
      LearningError.snapshotMismatch("it was made with another seed"),
      "the saved progress does not belong to this run: it was made with another seed; delete it to start again"
    ),
    (
      TrainingError.diverged(step: 812, epoch: 3, loss: .nan),
      "diverged at step 812 of epoch 3 (loss NaN); lower the learning rate or set gradient-clip"
    ),
    (
      TrainingError.diverged(step: 0, epoch: 0, loss: .infinity),
      "diverged at step 0 of epoch 0 (loss infinite); lower the learning rate or set gradient-clip"
    ),
    (
      TrainingError.nonFiniteWeights(name: "fc.bias", step: 9),
      "diverged by step 9: 'fc.bias' holds NaN or an infinity; lower the learning rate or set gradient-clip"
    ),
  ]

  @Test(arguments: wordings.indices) func saysWhatWhereAndTheRemedy(_ position: Int) {
    let (error, wording) = Self.wordings[position]
    #expect("\(error)" == wording)
    #expect(error.localizedDescription == wording)
  }
}
