/// What batch normalisation does in layers whose weights are frozen, while the others train.
public enum FrozenBatchNorm: String, Codable, CaseIterable, Sendable {
  /// Normalises with the original's running statistics and leaves them: no bit of a frozen layer changes.
  case evaluate
  /// Normalises with the batch's, and the running statistics move although the weights are frozen, as in released code.
  case train
}
