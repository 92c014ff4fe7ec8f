import TensorCore

extension GradientInversionAttack {
  /// One restart: the last image in normalised space, and its losses.
  ///
  /// `report` is called every `report-interval` iterations with the loss before that iteration's step, and at the end.
  func descend(
    from start: Tensor, restart: Int, matching: CosineMatching, space: PixelSpace,
    report: (_ iteration: Int, _ loss: Double) throws -> Void
  ) throws -> (images: Tensor, record: InversionRestart) {
    let images = start.copy()
    let first = Tensor.zeros(images.shape), second = Tensor.zeros(images.shape)
    let decay = StepDecay(base: options.learningRate, factor: options.decay, iterations: options.iterations)
    var series: [InversionPoint] = []
    for iteration in 0..<options.iterations {
      guard let (loss, gradient) = matching.gradient(at: images, form: options.form) else {
        throw InversionError.vanishingGradient(restart: restart, iteration: iteration)
      }
      try check(loss, gradient, restart: restart, iteration: iteration)
      if iteration % options.reportInterval == 0 {
        series.append(InversionPoint(iteration: iteration, matchingLoss: loss))
        try report(iteration, loss)
      }
      addTotalVariation(of: images, to: gradient)
      Tensor.updateAdam(
        parameter: images,
        gradient: options.signing.apply(to: gradient, iteration: iteration, iterations: options.iterations),
        firstMoment: first, secondMoment: second, step: iteration + 1, learningRate: decay.rate(at: iteration),
        weightDecay: options.weightDecay, decoupled: options.optimizer == .adamw)
      space.project(images)
    }
    guard let last = matching.loss(at: images) else {
      throw InversionError.vanishingGradient(restart: restart, iteration: options.iterations)
    }
    guard last.isFinite else {
      throw InversionError.diverged(restart: restart, iteration: options.iterations, quantity: "matching loss")
    }
    series.append(InversionPoint(iteration: options.iterations, matchingLoss: last))
    try report(options.iterations, last)
    return (images, InversionRestart(matchingLoss: last, series: series))
  }

  /// gradient ← gradient + λ ∂TV/∂x, with the variation of the normalised image.
  private func addTotalVariation(of images: Tensor, to gradient: Tensor) {
    guard options.totalVariation > 0, images.shape[1] >= 2, images.shape[2] >= 2 else { return }
    let leaf = images.tracked()
    gradient.updateAdd(
      gradients(of: totalVariation(leaf), withRespectTo: [leaf])[0], scale: options.totalVariation)
  }

  private func check(_ loss: Double, _ gradient: Tensor, restart: Int, iteration: Int) throws {
    guard loss.isFinite else {
      throw InversionError.diverged(restart: restart, iteration: iteration, quantity: "matching loss")
    }
    guard gradient.allFinite else {
      throw InversionError.diverged(restart: restart, iteration: iteration, quantity: "gradient of the image")
    }
  }
}
