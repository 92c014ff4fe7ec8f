import Foundation

extension CellRecord: Codable {
  static let format = "lethe.cell"

  enum CodingKeys: String, CodingKey {
    case format, id, kind, method, digest, config, inputs, revision, machine, seeds, started, finished, seconds
    case status, reason, metrics, series, notes, statement, artefacts
    case schemaVersion = "schema_version"
    case componentVersions = "component_versions"
    case peakMemoryBytes = "peak_memory_bytes"
    // A JSON object has no order, and a reader expects metrics under their names: the order is kept beside them.
    case metricOrder = "metric_order"
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    schemaVersion = try values.decode(Int.self, forKey: .schemaVersion)
    id = try values.decode(String.self, forKey: .id)
    kind = try values.decode(Kind.self, forKey: .kind)
    method = try values.decodeIfPresent(String.self, forKey: .method)
    digest = try values.decode(String.self, forKey: .digest)
    config = try values.decode(JSONValue.self, forKey: .config)
    inputs = try values.decodeIfPresent([String: String].self, forKey: .inputs) ?? [:]
    componentVersions = try values.decodeIfPresent([String: Int].self, forKey: .componentVersions) ?? [:]
    revision = try values.decode(String.self, forKey: .revision)
    machine = try values.decode(Machine.self, forKey: .machine)
    seeds = try values.decode([String: Int].self, forKey: .seeds)
    started = try Self.date(in: values, forKey: .started)
    finished = try Self.date(in: values, forKey: .finished)
    seconds = try values.decode(Double.self, forKey: .seconds)
    peakMemoryBytes = try values.decodeIfPresent(Int.self, forKey: .peakMemoryBytes)
    series = try values.decodeIfPresent([Series].self, forKey: .series) ?? []
    notes = try values.decodeIfPresent([String].self, forKey: .notes) ?? []
    statement = try values.decodeIfPresent([String: String].self, forKey: .statement) ?? [:]
    artefacts = try values.decodeIfPresent([String].self, forKey: .artefacts) ?? []

    switch try values.decode(String.self, forKey: .status) {
    case "done": status = .done
    case "failed": status = .failed(reason: try values.decode(String.self, forKey: .reason))
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .status, in: values, debugDescription: "expected 'done' or 'failed', found '\(other)'")
    }

    let named = try values.decodeIfPresent([String: MetricValue].self, forKey: .metrics) ?? [:]
    let order = try values.decodeIfPresent([String].self, forKey: .metricOrder) ?? []
    metrics = Metrics()
    for name in order + named.keys.sorted() where metrics[name] == nil { metrics[name] = named[name] }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(Self.format, forKey: .format)
    try values.encode(schemaVersion, forKey: .schemaVersion)
    try values.encode(id, forKey: .id)
    try values.encode(kind, forKey: .kind)
    try values.encodeIfPresent(method, forKey: .method)
    try values.encode(digest, forKey: .digest)
    try values.encode(config, forKey: .config)
    try values.encode(inputs, forKey: .inputs)
    try values.encode(componentVersions, forKey: .componentVersions)
    try values.encode(revision, forKey: .revision)
    try values.encode(machine, forKey: .machine)
    try values.encode(seeds, forKey: .seeds)
    try values.encode(started.formatted(.iso8601), forKey: .started)
    try values.encode(finished.formatted(.iso8601), forKey: .finished)
    try values.encode(seconds, forKey: .seconds)
    try values.encodeIfPresent(peakMemoryBytes, forKey: .peakMemoryBytes)
    switch status {
    case .done:
      try values.encode("done", forKey: .status)
    case .failed(let reason):
      try values.encode("failed", forKey: .status)
      try values.encode(reason, forKey: .reason)
    }
    try values.encode(
      Dictionary(uniqueKeysWithValues: metrics.map { ($0.name, $0.value) }), forKey: .metrics)
    try values.encode(metrics.names, forKey: .metricOrder)
    try values.encode(series, forKey: .series)
    try values.encode(notes, forKey: .notes)
    try values.encode(statement, forKey: .statement)
    try values.encode(artefacts, forKey: .artefacts)
  }

  private static func date(in values: KeyedDecodingContainer<CodingKeys>, forKey key: CodingKeys) throws -> Date {
    let text = try values.decode(String.self, forKey: key)
    do {
      return try Date(text, strategy: .iso8601)
    } catch {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: values, debugDescription: "expected a time such as 2025-07-10T09:30:00Z, found '\(text)'")
    }
  }
}
