import Learning
import Results

extension ForgetSpec {
  /// How the samples are chosen, in a sentence.
  var rule: String {
    let drawn = random.map { ", drawn by the stream \($0.path.joined(separator: "/")) of seed \($0.seed)" } ?? ""
    switch request {
    case .classes(let classes): return "every training sample of \(Self.words(classes))"
    case .fraction(let fraction):
      return "a fraction of \(JSONValue.number(fraction).canonicalText) of the training samples\(drawn)"
    case .count(let count): return "\(count) of the training samples\(drawn)"
    case .positions(let positions):
      return "the \(positions.count) training sample\(positions.count == 1 ? "" : "s") at the positions listed"
    }
  }

  static func words(_ classes: [Int]) -> String {
    (classes.count == 1 ? "class " : "classes ") + classes.map(String.init).joined(separator: ", ")
  }
}
