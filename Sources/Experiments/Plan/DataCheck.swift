import Learning

/// Holds an experiment against the data it names: classes, positions and counts that do not exist.
struct DataCheck {
  let experiment: Experiment
  let facts: DataFacts

  /// Throws:    `ConfigErrors`
  func run() throws {
    let report = ConfigReport(sources: experiment.places.sources)
    checkForget(report)
    for inversion in experiment.inversions { checkImages(of: inversion, report) }
    try report.check()
  }

  /// Training images after the validation set is held out, up to rounding in each class.
  private var available: Int {
    facts.trainCount - Int((experiment.data.validation * Double(facts.trainCount)).rounded())
  }

  private func checkForget(_ report: ConfigReport) {
    if let request = experiment.forget { check(request, report) }
  }

  private func check(_ request: ForgetRequest, _ report: ConfigReport) {
    let (data, place) = (experiment.data.name, experiment.places.forget)
    switch request {
    case .sequence(let requests):
      for request in requests { check(request, report) }
      if let classes = request.forgetClasses, classes.count >= facts.classCount {
        report.add("'forget.requests' lists every class of '\(data)' — nothing would be left to retain", at: place)
      }
    case .classShare(let classes, _):
      if let absent = classes.first(where: { $0 >= facts.classCount }) {
        report.add(
          "'forget.classes' lists class \(absent), but '\(data)' has classes 0 to \(facts.classCount - 1)", at: place)
      }
    case .cluster(let request):
      if let absent = request.ofClass, absent >= facts.classCount {
        report.add(
          "'forget.class' is \(absent), but '\(data)' has classes 0 to \(facts.classCount - 1)", at: place)
      } else if request.clusterCount > available {
        report.add("'forget.clusters' is \(request.clusterCount), of \(available) images of '\(data)'", at: place)
      }
    case .ranked(let request): checkShare(request.share, report)
    case .noisyLabels(let fraction):
      checkShare(.fraction(fraction), report)
      if !experiment.inversions.isEmpty {
        report.add(
          "'forget' of kind 'noisy-labels' and a reconstruction do not go together: its image would have one label in "
            + "training and another in the attack — put them into two experiments", at: place)
      }
    case .classes(let classes):
      if let absent = classes.first(where: { $0 >= facts.classCount }) {
        report.add(
          "'forget.classes' lists class \(absent), but '\(data)' has classes 0 to \(facts.classCount - 1)", at: place)
      } else if classes.count == facts.classCount {
        report.add("'forget.classes' lists every class of '\(data)' — nothing would be left to retain", at: place)
      }
    case .positions(let positions):
      if let absent = positions.first(where: { $0 >= facts.trainCount }) {
        report.add(
          "'forget.indices' lists \(absent), but '\(data)' has training images 0 to \(facts.trainCount - 1)",
          at: place)
      } else if Set(positions).count >= available {
        report.add("'forget.indices' lists every image of '\(data)' — nothing would be left to retain", at: place)
      }
    case .count(let count): checkShare(.count(count), report)
    case .fraction(let fraction): checkShare(.fraction(fraction), report)
    }
  }

  /// A share of the whole training set.
  private func checkShare(_ share: ForgetShare, _ report: ConfigReport) {
    let (data, place) = (experiment.data.name, experiment.places.forget)
    switch share {
    case .count(let count):
      if count >= facts.trainCount {
        report.add(
          "'forget.count' is \(count), but '\(data)' has \(facts.trainCount) training images in all", at: place)
      } else if count >= available {
        report.add(
          "'forget.count' is \(count), but with 'data.validation' held out \(available) of '\(data)' remain", at: place)
      }
    case .fraction(let fraction):
      let count = Int((fraction * Double(available)).rounded())
      if count < 1 || count >= available {
        report.add("'forget.fraction' \(fraction) is \(count) of \(available) images of '\(data)'", at: place)
      }
    }
  }

  private func checkImages(of inversion: InversionChoice, _ report: ConfigReport) {
    let label = inversion.attack.label
    let place = experiment.places.images[label] ?? experiment.places.forget
    switch inversion.images {
    case .positions(let positions):
      if let absent = positions.first(where: { $0 >= facts.trainCount }) {
        report.add(
          "'\(label).images' lists \(absent), but '\(experiment.data.name)' has training images 0 to "
            + "\(facts.trainCount - 1)", at: place)
      }
    case .count(let count):
      if count > facts.trainCount {
        report.add(
          "'\(label).images' is \(count), but '\(experiment.data.name)' has \(facts.trainCount) training images",
          at: place)
      } else if inversion.target == .update, experiment.data.validation > 0 {
        report.add(
          "'\(label).images' must list positions when 'data.validation' is above 0: an image drawn at random may be "
            + "held out, and cannot be forgotten", at: place)
      }
    }
  }
}
