import TensorCore

/// One cluster of the original network's features: a subclass that nobody named.
public struct ClusterRequest: Equatable, Sendable {
  /// Whose samples are clustered; nil for the whole training set.
  public var ofClass: Int?
  public var clusterCount: Int
  /// Clusters are numbered from the largest on.
  public var cluster: Int

  public init(ofClass: Int? = nil, clusterCount: Int, cluster: Int) {
    self.ofClass = ofClass
    self.clusterCount = clusterCount
    self.cluster = cluster
  }
}

extension Subset {
  /// The rows of a cluster.
  ///
  /// Random:    the stream passed in draws the first centres
  func rows(of request: ClusterRequest, original features: Tensor, random: RandomStream) throws -> [Int] {
    let rows = request.ofClass.map(rows(ofClass:)) ?? Array(0..<count)
    let clusters = try KMeans(
      features.gatherRows(rows.map(Int32.init)), clusterCount: request.clusterCount, random: random)
    return zip(rows, clusters.assignment).compactMap { $1 == request.cluster ? $0 : nil }
  }
}

/// Lloyd's algorithm from the centres of k-means++.
///
/// Source:    Arthur and Vassilvitskii, "k-means++" (2007)
struct KMeans {
  /// Lloyd's algorithm ends here when it has not come to rest; it takes tens of rounds on features of a network.
  static let roundLimit = 100

  /// The cluster of each point, numbered from the largest on; of equally large ones first that of the first point.
  let assignment: [Int]

  /// Shapes:    points [N, d]
  /// Random:    the stream passed in draws the first centres
  /// Throws:    `LearningError.forgetRequest` when there are fewer different points than clusters
  init(_ points: Tensor, clusterCount: Int, random: RandomStream) throws {
    guard points.shape[0] >= clusterCount else {
      throw LearningError.forgetRequest("\(clusterCount) clusters are asked for, of \(points.shape[0]) samples")
    }
    // Around their mean, where squares lose the fewest digits.
    let points = points - points.mean(axes: [0], keepingDimensions: true)
    var centres = try Self.firstCentres(points, clusterCount, random)
    var nearest = Self.nearest(points, centres)
    for _ in 0..<Self.roundLimit {
      let members = Tensor.oneHot(nearest, classCount: clusterCount)
      let sizes = members.sum(axes: [0]).reshaped([clusterCount, 1])
      // A centre that lost all its points stays where it is.
      let isUsed = sizes.clamped(to: 0...1)
      let means = matmul(members, points, transposeA: true) / sizes.clamped(to: 1...Double(points.shape[0]))
      centres = means * isUsed + centres * (1 - isUsed)
      let next = Self.nearest(points, centres)
      if next == nearest { break }
      nearest = next
    }
    assignment = Self.numbered(nearest, clusterCount)
  }

  /// A point drawn evenly, then each by its squared distance from the centres so far.
  private static func firstCentres(_ points: Tensor, _ clusterCount: Int, _ random: RandomStream) throws -> Tensor {
    var random = random
    let count = points.shape[0]
    var chosen = [random.integer(below: count)]
    var distances = [Float](repeating: .infinity, count: count)
    while chosen.count < clusterCount {
      let centre = points.gatherRows([Int32(chosen[chosen.count - 1])])
      let toCentre = (points - centre).squared().sum(axes: [1]).floats
      for row in 0..<count { distances[row] = min(distances[row], toCentre[row]) }
      let total = distances.reduce(0.0) { $0 + Double($1) }
      guard total > 0 else {
        throw LearningError.forgetRequest(
          "\(clusterCount) clusters are asked for, and the features take \(chosen.count) values")
      }
      var left = random.uniform() * total
      // Rounding may leave a rest after the last point: then it is the last that is no centre.
      var found = distances.lastIndex { $0 > 0 } ?? 0
      for row in 0..<count where distances[row] > 0 {
        left -= Double(distances[row])
        if left < 0 {
          found = row
          break
        }
      }
      chosen.append(found)
    }
    return points.gatherRows(chosen.map(Int32.init))
  }

  /// The nearest centre of each point, the first of equally near ones: ‖x − c‖² less ‖x‖², which all centres share.
  private static func nearest(_ points: Tensor, _ centres: Tensor) -> [Int32] {
    (matmul(points, centres, transposeB: true) * 2 - centres.squared().sum(axes: [1])).argmaxRows()
  }

  private static func numbered(_ clusters: [Int32], _ clusterCount: Int) -> [Int] {
    var sizes = [Int](repeating: 0, count: clusterCount), firsts = [Int](repeating: .max, count: clusterCount)
    for (row, cluster) in clusters.enumerated() {
      sizes[Int(cluster)] += 1
      firsts[Int(cluster)] = min(firsts[Int(cluster)], row)
    }
    let order = (0..<clusterCount).sorted { (sizes[$1], firsts[$0]) < (sizes[$0], firsts[$1]) }
    var numbers = [Int](repeating: 0, count: clusterCount)
    for (number, cluster) in order.enumerated() { numbers[cluster] = number }
    return clusters.map { numbers[Int($0)] }
  }
}
