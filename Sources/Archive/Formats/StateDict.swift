/// Named arrays in a fixed order: a network's parameters and buffers, or an optimizer's state.
public struct StateDict: Hashable, Sendable {
  /// One named array.
  public struct Entry: Hashable, Sendable {
    /// The name, as torchvision would call it (`layer1.0.conv1.weight`).
    public var name: String
    /// The array.
    public var array: StateArray

    /// An entry from its parts.
    public init(name: String, array: StateArray) {
      self.name = name
      self.array = array
    }
  }

  /// The entries in order.
  public private(set) var entries: [Entry] = []
  private var positions: [String: Int] = [:]

  /// No arrays yet.
  public init() {}

  /// The entries in order; a name that comes twice keeps its first place and its last array.
  public init(_ entries: some Sequence<(name: String, array: StateArray)>) {
    for entry in entries { self[entry.name] = entry.array }
  }

  /// The names in order.
  public var names: [String] { entries.map(\.name) }

  /// The array of a name; setting a new name appends it.
  public subscript(name: String) -> StateArray? {
    get { positions[name].map { entries[$0].array } }
    set {
      switch (positions[name], newValue) {
      case (let position?, let array?): entries[position].array = array
      case (nil, let array?):
        positions[name] = entries.count
        entries.append(Entry(name: name, array: array))
      case (let position?, nil):
        entries.remove(at: position)
        positions = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
      case (nil, nil): break
      }
    }
  }
}

extension StateDict: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { entries.count }
  public subscript(position: Int) -> Entry { entries[position] }
}

extension StateDict: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, StateArray)...) {
    self.init(elements.map { (name: $0.0, array: $0.1) })
  }
}
