import Learning
import TensorCore

extension Planner {
  /// Adds an outputs cell for every row's network, and all measurements and recoveries of it.
  mutating func measure(rows range: Range<Int>, split: SplitSpec, seeds: Seeds) throws {
    var outputs: [Cell.Input] = []
    for index in range {
      guard let id = rows[index].network, let network = cells.first(where: { $0.id == id }) else {
        preconditionFailure("a measured row has a network")
      }
      let input = Cell.Input(id: network.id, digest: network.digest)
      let cell = try self.outputs(of: input, subject: network.subject)
      rows[index].outputs = cell.id
      outputs.append(cell)
    }
    func reference(_ role: PlanRow.Role) -> Cell.Input? {
      range.firstIndex { rows[$0].role == role }.map { outputs[$0 - range.lowerBound] }
    }
    let original = reference(.original)
    let retrain = reference(.retrain)

    for (index, own) in zip(range, outputs) {
      let subject = cells.first { $0.id == own.id }?.subject ?? rows[index].label
      for choice in experiment.evaluations {
        guard let entry = catalogue.evaluations[choice.name] else { continue }
        var inputs = ["outputs": own]
        if entry.references.contains(.original) || split.readsOriginal { inputs["original"] = original }
        if entry.references.contains(.retrain) { inputs["retrain"] = retrain }
        let work = EvaluateWork(measurement: choice.name, options: choice.options, split: split)
        var versions = selectionVersions(split)
        versions["measurement.\(choice.name)"] = entry.component.version
        let cell = try add(.evaluate(work), inputs: inputs, versions: versions, subject: subject)
        rows[index].evaluations[choice.label] = cell.id
      }
      for choice in experiment.recoveries {
        let work = RecoverWork(
          attack: choice.name, options: choice.options, split: split,
          random: StreamSpec(seed: seeds.attack, path: ["recover"]))
        var inputs = ["outputs": own, "network": try train(seeds)]
        inputs["original"] = original
        var versions = selectionVersions(split)
        versions["attack.\(choice.name)"] = catalogue.attacks[choice.name]?.component.version ?? 1
        let cell = try add(.recover(work), inputs: inputs, versions: versions, subject: subject)
        rows[index].recoveries[choice.label] = cell.id
      }
    }
  }

  /// Adds the reconstructions of one attack, with the one-image requests whose updates it is aimed at.
  mutating func add(_ choice: InversionChoice, seeds: Seeds, rowsFrom first: Int) throws {
    for image in images(choice.images, seeds: seeds) {
      switch choice.target {
      case .gradient:
        let isTrained = choice.network == .original
        let network = try isTrained ? train(seeds) : randomInit(seeds)
        let row = row(
          isTrained ? .original : .randomInit, label: isTrained ? "original" : "random-init", network: network.id,
          seeds: seeds, from: first)
        try invert(choice, image: image, inputs: ["network": network], row: row, seeds: seeds)
      case .update:
        let split = SplitSpec(
          validation: validation(seeds), forget: ForgetSpec(request: .positions([image])))
        for method in choice.methods {
          let unlearned = try unlearn(method, split: split, seeds: seeds)
          let role: PlanRow.Role = method.name == "retrain" ? .retrain : .method
          let row = row(role, label: method.label, network: nil, seeds: seeds, from: first)
          try invert(
            choice, image: image, inputs: ["original": train(seeds), "unlearned": unlearned], row: row, seeds: seeds)
        }
      }
    }
  }

  private mutating func invert(
    _ choice: InversionChoice, image: Int, inputs: [String: Cell.Input], row: Int, seeds: Seeds
  ) throws {
    let work = InvertWork(
      attack: choice.attack.name, options: choice.attack.options, target: choice.target, image: image,
      random: StreamSpec(seed: seeds.attack, path: ["invert", "image-\(image)"]))
    var versions = networkVersions
    versions["attack.\(choice.attack.name)"] = catalogue.attacks[choice.attack.name]?.component.version ?? 1
    let target = (inputs["unlearned"] ?? inputs["network"]).flatMap { input in cells.first { $0.id == input.id } }
    let cell = try add(
      .invert(work), inputs: inputs, versions: versions, subject: target?.subject ?? choice.attack.name)
    rows[row].inversions.append(PlanRow.Inversion(attack: choice.attack.label, image: image, cell: cell.id))
  }

  /// The row of a label in this run, added where there is none.
  private mutating func row(
    _ role: PlanRow.Role, label: String, network: String?, seeds: Seeds, from first: Int
  ) -> Int {
    if let index = rows[first...].firstIndex(where: { $0.label == label }) { return index }
    rows.append(PlanRow(role: role, label: label, seeds: seeds, network: network))
    return rows.count - 1
  }

  private func images(_ images: InversionChoice.Images, seeds: Seeds) -> [Int] {
    switch images {
    case .positions(let positions): return positions
    case .count(let count):
      var stream = StreamSpec(seed: seeds.split, path: ["images"]).makeStream()
      return Array(stream.permutation(facts.trainCount).prefix(count))
    }
  }
}
