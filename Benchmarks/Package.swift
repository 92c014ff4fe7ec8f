// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that the main one builds nothing of it.
let package = Package(
  name: "lethe-benchmarks",
  dependencies: [.package(name: "lethe", path: "..")],
  targets: [
    .target(name: "CMachine", cSettings: [.unsafeFlags(["-O3"])]),
    .executableTarget(
      name: "lethe-bench",
      dependencies: [
        "CMachine",
        .product(name: "Archive", package: "lethe"),
        .product(name: "Evaluation", package: "lethe"),
        .product(name: "GradientInversion", package: "lethe"),
        .product(name: "Importers", package: "lethe"),
        .product(name: "Learning", package: "lethe"),
        .product(name: "TensorCore", package: "lethe"),
      ]),
  ]
)
