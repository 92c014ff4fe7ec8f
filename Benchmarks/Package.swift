// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that the main one builds nothing of it.
let package = Package(
  name: "lethe-benchmarks",
  dependencies: [.package(name: "lethe", path: "..")],
  targets: [
    .executableTarget(
      name: "lethe-bench",
      dependencies: [
        .product(name: "TensorCore", package: "lethe"),
        .product(name: "Learning", package: "lethe"),
        .product(name: "GradientInversion", package: "lethe"),
      ])
  ]
)
