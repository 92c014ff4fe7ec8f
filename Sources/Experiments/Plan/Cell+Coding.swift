import Results
import TensorCore

extension CellWork {
  /// The payload alone, as a record shows it.
  ///
  /// Throws:    `EncodingError`, for a number that JSON cannot hold
  public func payload() throws -> JSONValue {
    switch self {
    case .train(let work): try .exact(work)
    case .unlearn(let work): try .exact(work)
    case .outputs(let work): try .exact(work)
    case .evaluate(let work): try .exact(work)
    case .recover(let work): try .exact(work)
    case .invert(let work): try .exact(work)
    }
  }
}

extension Cell: Codable {
  private enum CodingKeys: String, CodingKey {
    case id, digest, kind, work, inputs, versions, subject
    case mode = "compute"
    case dataDigest = "data_digest"
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let work: CellWork =
      switch try values.decode(CellWork.Kind.self, forKey: .kind) {
      case .train: .train(try values.decode(TrainWork.self, forKey: .work))
      case .unlearn: .unlearn(try values.decode(UnlearnWork.self, forKey: .work))
      case .outputs: .outputs(try values.decode(OutputsWork.self, forKey: .work))
      case .evaluate: .evaluate(try values.decode(EvaluateWork.self, forKey: .work))
      case .recover: .recover(try values.decode(RecoverWork.self, forKey: .work))
      case .invert: .invert(try values.decode(InvertWork.self, forKey: .work))
      }
    try self.init(
      work: work, inputs: values.decode([String: Input].self, forKey: .inputs),
      dataDigest: values.decode(String.self, forKey: .dataDigest),
      versions: values.decode([String: Int].self, forKey: .versions),
      mode: values.decode(ComputeMode.self, forKey: .mode),
      subject: values.decode(String.self, forKey: .subject))
    let (writtenID, writtenDigest) = (
      try values.decode(String.self, forKey: .id), try values.decode(String.self, forKey: .digest)
    )
    guard digest == writtenDigest, id == writtenID else {
      throw DecodingError.dataCorruptedError(
        forKey: .digest, in: values, debugDescription: "the content of cell '\(writtenID)' does not have its digest")
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(id, forKey: .id)
    try values.encode(digest, forKey: .digest)
    try values.encode(kind, forKey: .kind)
    try values.encode(work.payload(), forKey: .work)
    try values.encode(inputs, forKey: .inputs)
    try values.encode(versions, forKey: .versions)
    try values.encode(mode, forKey: .mode)
    try values.encode(subject, forKey: .subject)
    try values.encode(dataDigest, forKey: .dataDigest)
  }
}
