/// What is known about a public dataset beforehand.
public struct DatasetFacts: Hashable, Sendable {
  /// The name people read.
  public let title: String
  /// Names of the classes, in label order.
  public let classes: [String]
  /// Mean of each channel over all training pixels, as [0, 1].
  public let mean: [Float]
  /// Standard deviation of each channel over all training pixels, as [0, 1].
  public let std: [Float]
  /// Images in the complete dataset, training and test.
  public let officialCount: Int
  /// Who made it, and where it is described.
  public let citation: String
  /// Where its official files come from.
  public let download: String
  /// Folders it is usually kept in, below a folder of datasets.
  let folders: [String]
}

extension DatasetFacts {
  /// Source: mean and deviation computed over the 60,000 official training images (0.13066, 0.30811).
  static let mnist = DatasetFacts(
    title: "MNIST", classes: (0...9).map { String($0) }, mean: [0.1307], std: [0.3081], officialCount: 70_000,
    citation: "LeCun, Bottou, Bengio, Haffner, Gradient-based learning applied to document recognition, 1998",
    download: "http://yann.lecun.com/exdb/mnist/", folders: ["mnist", "MNIST", "MNIST/raw"])

  /// Source: mean and deviation computed over the 60,000 official training images (0.28604, 0.35302).
  static let fashionMNIST = DatasetFacts(
    title: "Fashion-MNIST",
    classes: [
      "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
    ],
    mean: [0.2860], std: [0.3530], officialCount: 70_000,
    citation: "Xiao, Rasul, Vollgraf, arXiv 1708.07747, 2017",
    download: "https://github.com/zalandoresearch/fashion-mnist",
    folders: ["fashion-mnist", "fashion_mnist", "FashionMNIST", "FashionMNIST/raw"])

  /// Source: mean and deviation over the 50,000 official training images, as they are usually quoted; the 49,927
  /// records most often at hand give the same four digits.
  static let cifar10 = DatasetFacts(
    title: "CIFAR-10",
    classes: ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"],
    mean: [0.4914, 0.4822, 0.4465], std: [0.2470, 0.2435, 0.2616], officialCount: 60_000,
    citation: "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
    download: "https://www.cs.toronto.edu/~kriz/cifar.html (binary version)",
    folders: ["cifar-10", "cifar10", "CIFAR-10", "cifar-10-batches-bin"])

  /// Source: mean and deviation over the 50,000 official training images, as they are usually quoted.
  static let cifar100 = DatasetFacts(
    title: "CIFAR-100", classes: cifar100Classes,
    mean: [0.5071, 0.4865, 0.4409], std: [0.2673, 0.2564, 0.2762], officialCount: 60_000,
    citation: "Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009",
    download: "https://www.cs.toronto.edu/~kriz/cifar.html (binary version)",
    folders: ["cifar-100", "cifar100", "CIFAR-100", "cifar-100-binary"])

  /// Fine labels in alphabetical order, as `fine_label_names.txt` of the official files has them.
  private static let cifar100Classes =
    ("apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle "
    + "caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant "
    + "flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man "
    + "maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree "
    + "plain plate poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper "
    + "snail snake spider squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor train "
    + "trout tulip turtle wardrobe whale willow_tree wolf woman worm").split(separator: " ").map { String($0) }
}
