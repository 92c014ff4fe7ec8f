// swift-tools-version: 6.1
import PackageDescription

// C kernels are compiled at full optimisation in debug builds too: every O(elements) loop lives there, and the
// tests run them (docs/numerics.md).
let kernelSettings: [CSetting] = [.unsafeFlags(["-O3", "-fno-math-errno"])]

let package = Package(
  name: "lethe",
  products: [
    .executable(name: "lethe", targets: ["lethe"]),
    // What Benchmarks/, a package of its own, measures.
    .library(name: "TensorCore", targets: ["TensorCore"]),
    .library(name: "Learning", targets: ["Learning"]),
    .library(name: "GradientInversion", targets: ["GradientInversion"]),
    .library(name: "Evaluation", targets: ["Evaluation"]),
    .library(name: "Importers", targets: ["Importers"]),
    .library(name: "Archive", targets: ["Archive"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // C
    .target(name: "CKernels", exclude: ["README.md"], cSettings: kernelSettings),
    .target(name: "CGlyphs", cSettings: kernelSettings),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(name: "CLAPACK", pkgConfig: "openblas", providers: [.apt(["libopenblas-serial-dev"])]),
    .systemLibrary(name: "CSVM", providers: [.apt(["libsvm-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CLZMA", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"])]),

    // Swift; the arrows are docs/architecture.md's
    .target(name: "TensorCore", dependencies: ["CKernels", "CLAPACK"], exclude: ["README.md"]),
    .target(name: "Archive", dependencies: ["CHDF5", "CZlib"], exclude: ["README.md"]),
    .target(
      name: "Importers", dependencies: ["Archive", "CLZMA", "CGlyphs"], exclude: ["README.md"]),
    .target(
      name: "Learning",
      dependencies: ["Archive", "TensorCore"],
      exclude: ["README.md"]),
    .target(name: "Unlearners", dependencies: ["Learning", "TensorCore"], exclude: ["README.md"]),
    .target(name: "OPC", dependencies: ["Unlearners", "Learning", "TensorCore"], exclude: ["README.md"]),
    .target(name: "RecoveryAttack", dependencies: ["Learning", "TensorCore"], exclude: ["README.md"]),
    .target(name: "GradientInversion", dependencies: ["Learning", "TensorCore"], exclude: ["README.md"]),
    .target(name: "Evaluation", dependencies: ["TensorCore", "CSVM"], exclude: ["README.md"]),
    .target(
      name: "Results",
      dependencies: [
        "Archive", .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "Subprocess", package: "swift-subprocess"),
      ], exclude: ["README.md"]),
    .target(
      name: "Experiments",
      dependencies: [
        "Unlearners", "OPC", "RecoveryAttack", "GradientInversion", "Evaluation", "Importers", "Results",
        "Learning", "Archive", "TensorCore", "Yams",
      ], exclude: ["README.md"]),
    .executableTarget(
      name: "lethe",
      dependencies: ["Experiments", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      exclude: ["README.md"]),

    // Tests
    .target(name: "TestSupport", dependencies: ["Learning", "TensorCore"], path: "Tests/TestSupport"),
    .testTarget(name: "TensorCoreTests", dependencies: ["TensorCore", "CKernels"]),
    .testTarget(name: "ArchiveTests", dependencies: ["Archive"]),
    .testTarget(name: "ImportersTests", dependencies: ["Importers", "Archive", "CGlyphs"]),
    .testTarget(name: "LearningTests", dependencies: ["Learning"]),
    .testTarget(name: "UnlearnersTests", dependencies: ["Unlearners", "Archive", "TestSupport"]),
    .testTarget(name: "OPCTests", dependencies: ["OPC", "TestSupport"]),
    .testTarget(name: "RecoveryAttackTests", dependencies: ["RecoveryAttack", "Evaluation"]),
    .testTarget(name: "GradientInversionTests", dependencies: ["GradientInversion"]),
    .testTarget(name: "EvaluationTests", dependencies: ["Evaluation"]),
    .testTarget(name: "ResultsTests", dependencies: ["Results"]),
    .testTarget(name: "ExperimentsTests", dependencies: ["Experiments"]),
  ]
)
