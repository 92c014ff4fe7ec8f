extension Table {
  /// The statistics of all cells.
  private var statistics: [Statistic] {
    rows.flatMap(\.cells).compactMap { cell in
      guard case .statistic(let statistic) = cell.content else { return nil }
      return statistic
    }
  }

  /// The n that a cell has unless its footnote says otherwise: the largest of the table.
  var nominalCount: Int? { statistics.map(\.count).max() }

  /// The sentence on n, ± and seeds that every form of the table prints; nil for a table without averages.
  public var samplesSentence: String? {
    guard let count = nominalCount else { return nil }
    let labels = samples.labels
    let listed = Self.ranges(labels)
    if count == 1 {
      let which = labels.isEmpty ? "" : " (\(labels.count == 1 ? samples.singular : samples.plural) \(listed))"
      return "n = 1\(which): a single measurement has no ±."
    }
    // Every row may have lost a sample: the labels then outnumber what is averaged.
    let number = labels.count > count ? "\(count) of \(labels.count)" : "\(count)"
    let which = labels.isEmpty ? "" : " (\(listed))"
    return "Mean ± sample standard deviation over n = \(number) \(samples.plural)\(which)."
  }

  /// Lists labels, with runs of three or more whole numbers as ranges: `0–2, 7`.
  static func ranges(_ labels: [String]) -> String {
    let numbers = labels.compactMap { Int($0) }
    guard numbers.count == labels.count else { return labels.joined(separator: ", ") }
    var parts: [String] = []
    var index = 0
    while index < numbers.count {
      var last = index
      while last + 1 < numbers.count, numbers[last + 1] == numbers[last] + 1 { last += 1 }
      if last - index >= 2 {
        parts.append("\(numbers[index])–\(numbers[last])")
        index = last + 1
      } else {
        parts.append(String(numbers[index]))
        index += 1
      }
    }
    return parts.joined(separator: ", ")
  }

  /// The caption in words: what the author wrote, then n, ± and the seeds.
  public var fullCaption: String {
    [caption, samplesSentence ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
