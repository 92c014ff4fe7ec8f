import Learning
import Results

extension ForgetSpec {
  /// How the samples are chosen, in a sentence.
  var rule: String {
    let drawn = random.map { ", drawn by the stream \($0.path.joined(separator: "/")) of seed \($0.seed)" } ?? ""
    switch request {
    case .classes(let classes): return "every training sample of \(Self.words(classes))"
    case .classShare(let classes, let share):
      let each = classes.count == 1 ? "" : "each of "
      return "\(Self.words(share)) of the training samples of \(each)\(Self.words(classes))\(drawn)"
    case .fraction(let fraction): return "\(Self.words(.fraction(fraction))) of the training samples\(drawn)"
    case .count(let count): return "\(count) of the training samples\(drawn)"
    case .cluster(let request):
      return "cluster \(request.cluster) of \(request.clusterCount), numbered from the largest on, of k-means on the "
        + "original's features of \(request.ofClass.map { "the training samples of class \($0)" } ?? "all training samples")"
        + "; first centres by k-means++\(drawn)"
    case .ranked(let request):
      let words =
        switch request.score {
        case .loss: "cross-entropy"
        case .el2n: "|softmax − onehot|₂"
        case .margin: "largest logit of another class less the label's"
        }
      return "\(Self.words(request.share)) of the training samples, with the "
        + "\(request.end == .hardest ? "largest" : "smallest") \(words) by the original; of equal ones the first"
    case .sequence: return steps.map(\.rule).joined(separator: "; then, of what is left, ")
    case .noisyLabels(let fraction):
      return "the training samples whose labels were replaced by another class before the original was trained, "
        + "\(Self.words(.fraction(fraction)))\(drawn)"
    case .positions(let positions):
      return "the \(positions.count) training sample\(positions.count == 1 ? "" : "s") at the positions listed"
    }
  }

  static func words(_ share: ForgetShare) -> String {
    switch share {
    case .fraction(let fraction): "a fraction of \(JSONValue.number(fraction).canonicalText)"
    case .count(let count): "\(count)"
    }
  }

  static func words(_ classes: [Int]) -> String {
    (classes.count == 1 ? "class " : "classes ") + classes.map(String.init).joined(separator: ", ")
  }
}
