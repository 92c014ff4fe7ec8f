import TensorCore

extension Subset {
  /// A random fraction of the samples, rounded to the nearest count, under another class drawn evenly.
  ///
  /// Random:    "samples" chooses them; "labels", child of a sample's position, draws its class
  /// Throws:    `LearningError.forgetRequest` unless the fraction lies between 0 and 1 and there is another class
  public func withLabelNoise(fraction: Double, classCount: Int, random: RandomStream) throws -> Subset {
    guard classCount > 1 else { throw LearningError.forgetRequest("with one class there is no other label") }
    var chooser = random.child("samples"), noisy = labels
    let draws = random.child("labels")
    for row in chooser.permutation(count).prefix(try ForgetShare.fraction(fraction).count(of: count)) {
      var stream = draws.child(positions[row])
      let other = Int32(stream.integer(below: classCount - 1))
      noisy[row] = other < labels[row] ? other : other + 1
    }
    return relabelled(noisy)
  }
}
