import Foundation
import Learning
import Results
import Unlearners

/// How UA and RA of a method depend on one option, everything else held.
struct Sweep: Sendable {
  struct Point: Sendable {
    /// The place on the axis: the value, or the place in a list of words, from 1.
    var x: Double
    /// The value as a config spells it.
    var text: String
    var method: ComponentChoice
    var forget: ForgetRequest
    /// By seed; nil where the run failed, with the reason in `failure`.
    var unlearned: [Double?] = []
    var retained: [Double?] = []
    var failure: String?

    /// Tells the runs of a plan apart.
    func label(_ key: String) -> String { "\(method.label) \(key)=\(text)" }
  }

  var method: String
  var key: String
  var isLogarithmic: Bool
  var points: [Point]
}

/// Lays out the sweeps of an experiment.
struct SweepPlan {
  let experiment: Experiment
  let config: TuneConfig
  let catalogue: any Catalogue

  /// What the experiment lists for a method, or the method's main hyper-parameter.
  func sweeps() throws -> [Sweep] {
    try experiment.methods.flatMap { method in
      let space = catalogue.methods[method.name]?.searchSpace ?? []
      let keys = config.sweeps[method.label] ?? space.prefix(1).map(\.key)
      return try keys.map { try sweep($0, of: method, space: space) }
    }
  }

  private func sweep(_ key: String, of method: ComponentChoice, space: [SearchRange]) throws -> Sweep {
    let draw = TrialDraw(method, in: catalogue, written: [])
    let budget = config.budget
    var base = method
    // Defaults of ten epochs would cost more than the search; the experiment's own word stands.
    let isWritten = experiment.places.written[method.label]?.contains("epochs") ?? false
    if draw.options.rules["epochs"] != nil, !isWritten {
      let own = method.options["epochs"]?.integerValue ?? budget.epochs
      base = try draw.changed([("epochs", .integer(min(own, budget.epochs)))])
    }
    guard let forget = experiment.forget else {
      return Sweep(method: method.label, key: key, isLogarithmic: false, points: [])
    }
    guard let range = space.first(where: { $0.key == key }) else {
      let requests = forget.sizes(budget.points)
      return Sweep(
        method: method.label, key: key, isLogarithmic: false,
        points: requests.map {
          Sweep.Point(x: $0.size, text: JSONValue.number($0.size).canonicalText, method: base, forget: $0.request)
        })
    }
    var isLogarithmic = false
    if case .logarithmic = range.scale { isLogarithmic = true }
    let points = try range.grid(budget.points, epochs: budget.epochs).enumerated().map { place, value in
      let text = try JSONValue.exact(value)
      return Sweep.Point(
        x: value.asNumber ?? Double(place + 1), text: text.stringValue ?? text.canonicalText,
        method: try draw.changed([(key, value)], of: base), forget: forget)
    }
    return Sweep(method: method.label, key: key, isLogarithmic: isLogarithmic, points: points)
  }
}

extension ForgetRequest {
  /// Requests that grow in equal steps up to this one: the first classes or positions of its list, or less of a random
  /// draw. The size counts classes or samples, or is a fraction. Requests that are not searched stay as they are.
  func sizes(_ count: Int) -> [(size: Double, request: ForgetRequest)] {
    func prefixes(_ total: Int) -> [Int] {
      let kept = min(count, total)
      return (1...max(1, kept)).map { $0 * total / max(1, kept) }
    }
    func parts(of whole: Double) -> [Double] { (1...count).map { whole * Double($0) / Double(count) } }
    switch self {
    case .classes(let classes): return prefixes(classes.count).map { (Double($0), .classes(Array(classes.prefix($0)))) }
    case .positions(let all): return prefixes(all.count).map { (Double($0), .positions(Array(all.prefix($0)))) }
    case .count(let total): return prefixes(total).map { (Double($0), .count($0)) }
    case .fraction(let whole): return parts(of: whole).map { ($0, .fraction($0)) }
    case .noisyLabels(let whole): return parts(of: whole).map { ($0, .noisyLabels($0)) }
    case .classShare, .ranked, .sequence, .cluster: return [(1, self)]
    }
  }
}

extension Session {
  /// Runs the sweeps of an experiment; as in a search, every run is a cell that is found again.
  ///
  /// Throws:    `TuneError`; what `run` throws
  public func sensitivity(_ experiment: Experiment, threads: Int? = nil) throws -> Sensitivity {
    let config = try requireTuning(experiment).config
    var sweeps = try SweepPlan(experiment: experiment, config: config, catalogue: Registry()).sweeps()
    var requests: [ForgetRequest] = []
    for point in sweeps.flatMap(\.points) where !requests.contains(point.forget) { requests.append(point.forget) }
    for (place, request) in requests.enumerated() {
      var asked = experiment
      asked.forget = request
      let methods = sweeps.flatMap { sweep in
        sweep.points.filter { $0.forget == request }.map { point in
          ComponentChoice(name: point.method.name, label: point.label(sweep.key), options: point.method.options)
        }
      }
      let rows = try run(methods, of: asked, plan: "sensitivity/plan-\(place + 1).json", threads: threads)
      for sweep in sweeps.indices {
        for index in sweeps[sweep].points.indices where sweeps[sweep].points[index].forget == request {
          rows.measure(&sweeps[sweep].points[index], key: sweeps[sweep].key)
        }
      }
    }
    return Sensitivity(experiment: experiment, sweeps: sweeps)
  }
}

extension UnlearnedRows {
  /// UA and RA as the runs themselves checked them.
  func measure(_ point: inout Sweep.Point, key: String) {
    for id in cells(point.label(key)) {
      let record = records[id]
      point.unlearned.append(record?.metrics["checked-forget"]?.number.map { 100 - $0 })
      point.retained.append(record?.metrics["checked-retain"]?.number)
      if let failure = record?.failure { point.failure = failure }
    }
  }
}
