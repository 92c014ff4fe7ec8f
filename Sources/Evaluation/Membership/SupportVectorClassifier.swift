import CSVM

/// A two-class support vector machine on one number a sample, through libsvm.
///
/// libsvm's defaults but for what is said: C-SVC, radial basis kernel exp(−γ(x−x′)²), tolerance 1e-3, shrinking.
/// Training 2 × 10,000 overlapping samples takes 6 s on a free core, 2 × 5,000 takes 2 s: the dual has a variable a
/// sample, and nearly all end at their bound.
final class SupportVectorClassifier {
  private static let silenced: Void = lethe_svm_silence()

  // libsvm's model points into the training nodes; both live as long as this object.
  private let nodes: UnsafeMutableBufferPointer<svm_node>
  private let model: UnsafeMutablePointer<svm_model>

  /// Trains on positive and negative numbers.
  ///
  /// Shapes: positives [P], negatives [N], both non-empty, all finite
  init(positives: [Double], negatives: [Double], cost: Double, gamma: Double) {
    precondition(!positives.isEmpty && !negatives.isEmpty, "a classifier needs samples of both classes")
    precondition(positives.allSatisfy(\.isFinite) && negatives.allSatisfy(\.isFinite), "a sample is not finite")
    Self.silenced
    // Labels 0 and 1 with 0 first: the order in which scikit-learn hands the same problem to libsvm, so that both
    // stop at the same point within the tolerance.
    let values = negatives + positives
    var targets = [Double](repeating: 0, count: negatives.count) + [Double](repeating: 1, count: positives.count)
    nodes = .allocate(capacity: 2 * values.count)
    for (i, value) in values.enumerated() {
      nodes[2 * i] = svm_node(index: 1, value: value)
      nodes[2 * i + 1] = svm_node(index: -1, value: 0)
    }
    let base = nodes.baseAddress!
    var rows: [UnsafeMutablePointer<svm_node>?] = values.indices.map { base + 2 * $0 }
    var parameter = svm_parameter()
    parameter.svm_type = Int32(C_SVC)
    parameter.kernel_type = Int32(RBF)
    parameter.gamma = gamma
    parameter.C = cost
    parameter.eps = 1e-3
    parameter.shrinking = 1
    parameter.cache_size = 200
    model = targets.withUnsafeMutableBufferPointer { y in
      rows.withUnsafeMutableBufferPointer { x in
        var problem = svm_problem(l: Int32(values.count), y: y.baseAddress, x: x.baseAddress)
        return svm_train(&problem, &parameter)
      }
    }
  }

  deinit {
    var model: UnsafeMutablePointer<svm_model>? = model
    svm_free_and_destroy_model(&model)
    nodes.deallocate()
  }

  /// Whether each number is classified as positive; equal numbers are asked once.
  func classifiesAsPositive(_ values: [Double]) -> [Bool] {
    var known: [Double: Bool] = [:]
    return values.map { value in
      if let answer = known[value] { return answer }
      var node = (svm_node(index: 1, value: value), svm_node(index: -1, value: 0))
      let answer = withUnsafePointer(to: &node) {
        $0.withMemoryRebound(to: svm_node.self, capacity: 2) { svm_predict(model, $0) > 0 }
      }
      known[value] = answer
      return answer
    }
  }
}
