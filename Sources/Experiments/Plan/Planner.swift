import Learning
import Results
import TensorCore

extension Plan {
  /// Expands an experiment into cells.
  ///
  /// The controls `original`, `retrain` and `random-init` are added wherever something is measured. The same
  /// experiment, catalogue and data give the same plan.
  ///
  /// - Parameter facts: digest and sizes of a dataset; called once.
  /// Throws:    `ConfigErrors` for classes or images that the data does not have; what `facts` throws
  public static func make(
    _ experiment: Experiment, catalogue: any Catalogue, facts: (DataConfig) throws -> DataFacts
  ) throws -> Plan {
    let facts = try facts(experiment.data)
    try DataCheck(experiment: experiment, facts: facts).run()
    var planner = Planner(experiment: experiment, catalogue: catalogue, facts: facts)
    for seeds in experiment.seeds { try planner.addRun(seeds) }
    return Plan(
      name: experiment.name, experiment: try experiment.resolved(),
      data: PlannedData(config: experiment.data, facts: facts), cells: planner.cells, rows: planner.rows,
      report: experiment.report, compute: experiment.compute)
  }
}

/// Builds a plan; a cell asked for twice is added once.
struct Planner {
  let experiment: Experiment
  let catalogue: any Catalogue
  let facts: DataFacts
  var cells: [Cell] = []
  var rows: [PlanRow] = []
  private var known: Set<String> = []

  init(experiment: Experiment, catalogue: any Catalogue, facts: DataFacts) {
    self.experiment = experiment
    self.catalogue = catalogue
    self.facts = facts
  }

  /// All cells and rows of one combination of seeds.
  mutating func addRun(_ seeds: Seeds) throws {
    let first = rows.count
    let isMeasured = !experiment.evaluations.isEmpty || !experiment.recoveries.isEmpty
    if let forget = experiment.forget, isMeasured || !experiment.methods.isEmpty {
      let split = SplitSpec(validation: validation(seeds), noise: noise(seeds), forget: spec(forget, seeds))
      let original = try train(seeds)
      rows.append(PlanRow(role: .original, label: "original", seeds: seeds, network: original.id))
      // The first entry of this name is the control; without one, retraining has its default options.
      let retrain =
        experiment.methods.first { $0.name == "retrain" }
        ?? catalogue.methods["retrain"].map {
          ComponentChoice(name: "retrain", options: OptionsReader.defaults(of: $0.options))
        }
      if let retrain, isMeasured || experiment.methods.contains(retrain) {
        let cell = try unlearn(retrain, split: split, seeds: seeds)
        rows.append(PlanRow(role: .retrain, label: retrain.label, seeds: seeds, network: cell.id))
      }
      if isMeasured {
        let cell = try randomInit(seeds)
        rows.append(PlanRow(role: .randomInit, label: "random-init", seeds: seeds, network: cell.id))
      }
      for method in experiment.methods where method != retrain {
        let cell = try unlearn(method, split: split, seeds: seeds)
        rows.append(PlanRow(role: .method, label: method.label, seeds: seeds, network: cell.id))
      }
      if isMeasured { try measure(rows: first..<rows.count, split: split, seeds: seeds) }
    }
    for inversion in experiment.inversions { try add(inversion, seeds: seeds, rowsFrom: first) }
  }

  /// Adds a cell unless it is there, and returns how others refer to it.
  mutating func add(
    _ work: CellWork, inputs: [String: Cell.Input] = [:], versions: [String: Int], subject: String
  ) throws -> Cell.Input {
    let cell = try Cell(
      work: work, inputs: inputs, dataDigest: facts.digest, versions: versions, mode: experiment.compute.mode,
      subject: subject)
    if known.insert(cell.id).inserted { cells.append(cell) }
    return Cell.Input(id: cell.id, digest: cell.digest)
  }

  // MARK: Networks

  private var model: ModelSpec { ModelSpec(name: experiment.model.name, options: experiment.model.options) }

  var networkVersions: [String: Int] {
    [
      "training": catalogue.versions.training,
      "model.\(experiment.model.name)": catalogue.models[experiment.model.name]?.version ?? 1,
    ]
  }

  mutating func train(_ seeds: Seeds) throws -> Cell.Input {
    let work = TrainWork(
      model: model, recipe: experiment.recipe, split: SplitSpec(validation: validation(seeds), noise: noise(seeds)),
      random: StreamSpec(seed: seeds.train, path: ["train"]))
    return try add(.train(work), versions: networkVersions, subject: model.name)
  }

  mutating func randomInit(_ seeds: Seeds) throws -> Cell.Input {
    // A branch of its own: weights that the original did not start from.
    let work = TrainWork(
      model: model, recipe: nil, split: SplitSpec(), random: StreamSpec(seed: seeds.train, path: ["random-init"]))
    return try add(.train(work), versions: networkVersions, subject: "init-\(model.name)")
  }

  /// Requests in a sequence are cells in a row, each from the network of the one before; the last is returned.
  mutating func unlearn(_ method: ComponentChoice, split: SplitSpec, seeds: Seeds) throws -> Cell.Input {
    let original = try train(seeds)
    // Retraining needs no network before: it trains on what the last request leaves.
    guard let forget = split.forget, forget.steps.count > 1, method.name != "retrain" else {
      return try unlearn(method, from: original, split: split, seeds: seeds, request: 1)
    }
    var last = original
    for (done, step) in forget.steps.enumerated() {
      var split = split
      split.earlier = Array(forget.steps[..<done])
      split.forget = step
      last = try unlearn(method, from: last, split: split, seeds: seeds, request: done + 1)
    }
    return last
  }

  private mutating func unlearn(
    _ method: ComponentChoice, from original: Cell.Input, split: SplitSpec, seeds: Seeds, request: Int
  ) throws -> Cell.Input {
    // The train seed is in the path: with one unlearn seed and several originals, each is unlearned, and retrained,
    // with numbers of its own. So is the place in a sequence; the first request is as it would be alone.
    let path = ["unlearn", "train-\(seeds.train)"] + (request > 1 ? ["request-\(request)"] : [])
    let work = UnlearnWork(
      method: method.name, options: method.options, model: model, recipe: experiment.recipe, split: split,
      random: StreamSpec(seed: seeds.unlearn, path: path))
    var versions = networkVersions
    versions["method.\(method.name)"] = catalogue.methods[method.name]?.version ?? 1
    var inputs = ["original": original]
    if split.readsOriginal {
      inputs["original-outputs"] = try outputs(of: original, subject: model.name)
      versions.merge(selectionVersions(split)) { $1 }
    }
    return try add(.unlearn(work), inputs: inputs, versions: versions, subject: method.name)
  }

  mutating func outputs(of network: Cell.Input, subject: String) throws -> Cell.Input {
    try add(
      .outputs(OutputsWork()), inputs: ["network": network], versions: ["outputs": catalogue.versions.outputs],
      subject: subject)
  }

  /// What a cell depends on that finds the forget set by the original's outputs.
  func selectionVersions(_ split: SplitSpec) -> [String: Int] {
    split.readsOriginal ? ["selection": catalogue.versions.selection] : [:]
  }

  // MARK: Splits

  func validation(_ seeds: Seeds) -> ValidationSpec? {
    guard experiment.data.validation > 0 else { return nil }
    return ValidationSpec(
      fraction: experiment.data.validation, random: StreamSpec(seed: seeds.split, path: ["validation"]))
  }

  private func spec(_ request: ForgetRequest, _ seeds: Seeds) -> ForgetSpec {
    if case .noisyLabels = request { return ForgetSpec(request: request, random: noise(seeds)?.random) }
    return ForgetSpec(
      request: request, random: request.isDrawn ? StreamSpec(seed: seeds.split, path: ["forget"]) : nil)
  }

  /// The noise in the labels that the original is trained on, and everything else of this experiment.
  func noise(_ seeds: Seeds) -> LabelNoiseSpec? {
    guard case .noisyLabels(let fraction) = experiment.forget else { return nil }
    return LabelNoiseSpec(fraction: fraction, random: StreamSpec(seed: seeds.split, path: ["label-noise"]))
  }
}
