import Foundation
import Learning
import TensorCore
import TestSupport
import Testing

@testable import Unlearners

let everyEntry = [
  UnlearnerEntry(Retrain.self), UnlearnerEntry(FineTune.self), UnlearnerEntry(GradientAscent.self),
  UnlearnerEntry(RandomLabel.self),
  UnlearnerEntry(BoundaryExpanding.self),
  UnlearnerEntry(BoundaryShrink.self),
  UnlearnerEntry(NoisyGradientDescent.self),
  UnlearnerEntry(NegGradPlus.self),
  UnlearnerEntry(ExactUnlearningK.self),
  UnlearnerEntry(CatastrophicForgettingK.self),
  UnlearnerEntry(SalUn.self),
  UnlearnerEntry(Scrub.self),
  UnlearnerEntry(BadTeacher.self),
  UnlearnerEntry(L1Sparse.self),
  UnlearnerEntry(SelectiveSynapticDampening.self),
  UnlearnerEntry(Unsir.self),
  UnlearnerEntry(FisherForgetting.self),
  UnlearnerEntry(InfluenceUnlearning.self),
  UnlearnerEntry(Delete.self),
  UnlearnerEntry(ErasingSpaceConcept.self),
  UnlearnerEntry(ErasingSpaceConceptTrained.self),
  UnlearnerEntry(ClassMeanFeatures.self),
  UnlearnerEntry(MaskedSmallGradients.self),
  UnlearnerEntry(ConvolutionTransposition.self),
  UnlearnerEntry(HeadOnly.self),
  UnlearnerEntry(Identity.self),
]

/// Options survive being written and read, every key has a rule, and the defaults obey it.
func roundTrip<Options: ConfigOptions & Equatable>(_ options: Options) throws {
  #expect(try Options(overlaying: options.encodedOptions()) == options)
  #expect(try Options(overlaying: [:]) == Options())
  #expect(try JSONDecoder().decode(Options.self, from: JSONEncoder().encode(options)) == options)
  #expect(Set(options.encodedOptions().keys).isSubset(of: Set(Options.rules.keys)))
  #expect(options != Options() && options.problems().isEmpty && Options().problems().isEmpty)
}

@Suite struct EntryTests {
  @Test func namesAreConfigKeys() {
    let names = everyEntry.map(\.name)
    #expect(names.prefix(4) == ["retrain", "finetune", "gradient-ascent", "random-label"])
    #expect(Set(names).count == names.count)
    #expect(names.allSatisfy { $0.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".contains($0) } })
    #expect(everyEntry.allSatisfy { $0.version >= 1 })
  }

  @Test func optionsSurviveARoundTrip() throws {
    var retrain = Retrain.Options()
    retrain.shareInitialisation = true
    try roundTrip(retrain)
    var tune = FineTune.Options()
    tune.update.epochs = 3
    tune.update.schedule = .multiStep
    tune.update.milestones = [1, 2]
    tune.update.batchSize = 17
    tune.update.augmentation = .cropFlip
    tune.update.batchNorm = .evaluate
    try roundTrip(tune)
    var ascent = GradientAscent.Options()
    ascent.stopAccuracy = 0.25
    ascent.update.gradientClip = 1.5
    try roundTrip(ascent)
    var random = RandomLabel.Options()
    random.variant = .amnesiac
    random.trueLabel = .allowed
    random.redraw = .eachEpoch
    random.withRetain = false
    random.update.optimizer = .adamw
    try roundTrip(random)
    var dampening = SelectiveSynapticDampening.Options()
    dampening.alpha = 3
    dampening.lambda = 0.5
    dampening.importance = .lossFree
    dampening.order = .byClass
    dampening.batchSize = 7
    dampening.forgetBatchSize = 9
    try roundTrip(dampening)
    var unsir = Unsir.Options()
    unsir.setting = .original
    unsir.noiseSteps = 3
    unsir.noiseBatchSize = 4
    unsir.noiseBatches = 2
    unsir.retainPerClass = 5
    unsir.impairRate = 0.1
    unsir.repairRate = 0.2
    unsir.impairBatchSize = 6
    unsir.repairBatchSize = 8
    unsir.impairEpochs = 2
    unsir.repairEpochs = 0
    unsir.noiseBatchNorm = .evaluate
    try roundTrip(unsir)
    var fisher = FisherForgetting.Options()
    fisher.alpha = 1e-9
    fisher.classRows = .kept
    fisher.batchSize = 1
    fisher.augmentation = .flip
    try roundTrip(fisher)
    var influence = InfluenceUnlearning.Options()
    influence.alpha = 2
    influence.samples = 30
    influence.sampleChoice = .drawn
    influence.recursion = .exact
    influence.damping = 0.1
    influence.batchSize = 5
    influence.augmentation = Augmentation.none
    try roundTrip(influence)
    var delete = Delete.Options()
    delete.update.batchNorm = .evaluate
    try roundTrip(delete)
  }

  @Test func optionsOfProjectionsAndControlsSurviveARoundTrip() throws {
    var esc = ErasingSpaceConcept.Options()
    esc.percent = 3
    esc.basis = .thin
    esc.apply = .head
    try roundTrip(esc)
    var trained = ErasingSpaceConceptTrained.Options()
    trained.epochs = 7
    trained.learningRate = 0.5
    trained.batchSize = 64
    trained.threshold = 0.8
    trained.basis = .thin
    trained.apply = .head
    try roundTrip(trained)
    var means = ClassMeanFeatures.Options()
    means.bias = .zero
    means.update.epochs = 0
    try roundTrip(means)
    var small = MaskedSmallGradients.Options()
    small.fraction = 0.1
    small.keptGradient = 1
    small.update.batchSize = 64
    try roundTrip(small)
    var transposed = ConvolutionTransposition.Options()
    transposed.update.schedule = .constant
    try roundTrip(transposed)
    var head = HeadOnly.Options()
    head.target = .randomLabel
    head.ridge = 0
    try roundTrip(head)
    // Nothing to choose.
    #expect(Identity.Options().encodedOptions().isEmpty && Identity.Options.rules.isEmpty)
    #expect(throws: LearningError.self) { try Identity.Options(overlaying: ["epochs": .integer(1)]) }
  }

  @Test func entriesMakeMethodsFromJSON() throws {
    let json = Data(#"{"variant": "joint", "epochs": 4, "redraw": null}"#.utf8)
    let made = try #require(try everyEntry[3].make(json: json) as? RandomLabel)
    #expect(made.options.variant == .joint && made.options.update.epochs == 4 && made.options.redraw == nil)
    #expect(try everyEntry[1].make().options as? FineTune.Options == FineTune.Options())
  }

  @Test func wrongOptionsAreAllNamed() throws {
    let values: [String: OptionValue] = [
      "epochs": .integer(-1), "lerning-rate": .number(0.1), "variant": .string("joined"), "redraw": .string("weekly"),
    ]
    let error = #expect(throws: LearningError.self) { try everyEntry[3].make(values) }
    guard case .options(let problems) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(problems.map(\.key) == ["epochs", "lerning-rate", "redraw", "variant"])
    #expect(problems[1].kind == .unknownKey(suggestion: "learning-rate"))
    #expect(problems[3].description.contains("did you mean 'joint'"))
    #expect(throws: LearningError.self) { try everyEntry[1].make(["epochs": .null]) }
  }

  /// What an error tells the user to set is an option of the method that it names, with a value that it takes.
  @Test func remediesFitTheMethod() throws {
    let one = try makePixels(
      [[255, 0], [0, 255]], labels: [0, 0], forget: 1, classCount: 1, weight: [0, 0], bias: [0])
    let asked: [(UnlearnerEntry, [String: OptionValue])] = [
      (UnlearnerEntry(RandomLabel.self), ["true-label": "excluded"]),
      (UnlearnerEntry(SalUn.self), ["true-label": "excluded"]),
      (UnlearnerEntry(BoundaryShrink.self), ["true-label": "excluded"]),
      (UnlearnerEntry(HeadOnly.self), ["target": "random-label"]),
      (UnlearnerEntry(Retrain.self), ["share-initialisation": .bool(true)]),
      (UnlearnerEntry(ExactUnlearningK.self), ["initialisation": "original"]),
    ]
    for (entry, values) in asked {
      let task = entry.name == "eu-k" ? try makeTask() : one
      let method = try entry.make(values)
      let error = try #require(throws: UnlearningError.self) { try method.unlearn(task) }
      let instead: String
      switch error {
      case .noOtherLabel(_, _, let remedy), .originalInitialisationUnknown(_, _, let remedy): instead = remedy
      default: throw error
      }
      let parts = instead.components(separatedBy: ": ")
      let value: OptionValue = parts[1] == "false" ? .bool(false) : .string(parts[1])
      _ = try entry.make([parts[0]: value]).unlearn(task)
      #expect(error.description.hasPrefix("'\(entry.name)'"))
    }
  }

  @Test func errorsSayWhatToDo() {
    #expect(
      UnlearningError.originalInitialisationUnknown(
        method: "retrain", option: "share-initialisation: true", instead: "share-initialisation: false"
      ).description
        == "'retrain': 'share-initialisation: true' needs the stream that drew the original's first weights, and the "
        + "original was not trained here; set 'share-initialisation: false'")
    #expect(
      UnlearningError.noOtherLabel(method: "random-label", classCount: 1, instead: "true-label: allowed").description
        == "'random-label': with 1 class there is no label other than the true one; set 'true-label: allowed'")
    #expect(
      UnlearningError.foreignLabels(method: "scrub", key: "rewind").description
        == "'scrub': 'rewind' holds the forget set against held-out samples, whose labels are the dataset's, and its own "
        + "are not; leave 'rewind' off")
    #expect(
      UnlearningNote.stopped(epoch: 2, of: 5, forgetAccuracy: 0.08, threshold: 0.1).description
        == "stopped after epoch 2 of 5: forget accuracy 8.0 % is at most 10.0 %")
    #expect(
      UnlearningError.tooFewBlocks(method: "cf-k", asked: 3, architecture: "mlp", blocks: ["fc1", "fc2"]).description
        == "'cf-k': 'k' is 3, and 'mlp' has 2 blocks before its head (fc1, fc2)")
    #expect(
      UnlearningError.noValidation(method: "scrub", key: "rewind").description
        == "'scrub': 'rewind' needs held-out samples of the forgotten classes; set "
        + "'data.validation', or leave 'rewind' off")
    #expect(
      UnlearningError.forgetsOnlyClasses(method: "unsir").description
        == "'unsir': it forgets whole classes, and the request is not by class; set 'forget.kind' to class, or take "
        + "another method")
    #expect(UnlearningNote.sharedInitialisation.description.contains("flatters feature mapping"))
  }
}
