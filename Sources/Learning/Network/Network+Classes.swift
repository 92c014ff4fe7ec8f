import TensorCore

extension Network {
  /// A network with more outputs: the values of this one, and fresh ones in what is new of the head.
  ///
  /// Random:    as `reinitialised`, from the stream passed in
  public func widened(to classCount: Int, random: RandomStream) -> Network {
    precondition(classCount >= self.classCount, "widening \(self.classCount) outputs to \(classCount)")
    let wide = resized(classCount, source: .random(random))
    let (features, kept) = (featureCount, self.classCount)
    withoutGradients {
      let weight = wide.headWeight.tensor.sliced([0..<features, kept..<classCount])
      wide.headWeight.assign(Tensor.concatenated([headWeight.tensor, weight], axis: 1))
      let bias = wide.headBias.tensor.sliced([kept..<classCount])
      wide.headBias.assign(Tensor.concatenated([headBias.tensor, bias], axis: 0))
    }
    return wide
  }

  /// A network with the first outputs of this one.
  public func narrowed(to classCount: Int) -> Network {
    precondition(
      classCount >= 1 && classCount <= self.classCount, "narrowing \(self.classCount) outputs to \(classCount)")
    let narrow = resized(classCount, source: .zeros)
    withoutGradients {
      narrow.headWeight.assign(headWeight.tensor.sliced([0..<featureCount, 0..<classCount]))
      narrow.headBias.assign(headBias.tensor.sliced([0..<classCount]))
    }
    return narrow
  }

  /// A network of the same architecture with another number of outputs; all but the head is taken over.
  private func resized(_ classCount: Int, source: ParameterSource) -> Network {
    let twin = twin(source: source, classCount: classCount)
    withoutGradients {
      for (mine, theirs) in zip(twin.parameters, parameters) where mine !== twin.headWeight && mine !== twin.headBias {
        mine.assign(theirs.tensor)
      }
      for (mine, theirs) in zip(twin.buffers, buffers) { mine.copy(from: theirs) }
    }
    twin.featureProjection = featureProjection?.copy()
    return twin
  }
}
