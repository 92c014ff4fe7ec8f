/// A public dataset that can be imported from its official files.
public enum DatasetKind: String, CaseIterable, Sendable {
  case mnist
  case fashionMNIST = "fashion-mnist"
  case cifar10
  case cifar100

  /// The name used in configs and on the command line.
  public var name: String { rawValue }

  /// All names, for lists and for "did you mean".
  public static var allNames: [String] { allCases.map(\.name) }

  /// The dataset of a name; `cifar-10`, `CIFAR10`, `fashion_mnist` are understood too.
  public init?(name: String) {
    let plain = { (text: String) in text.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " } }
    guard let kind = Self.allCases.first(where: { plain($0.name) == plain(name) }) else { return nil }
    self = kind
  }

  /// The dataset's constants.
  public var facts: DatasetFacts {
    switch self {
    case .mnist: .mnist
    case .fashionMNIST: .fashionMNIST
    case .cifar10: .cifar10
    case .cifar100: .cifar100
    }
  }
}
