// swift-tools-version: 6.2

import PackageDescription

// A package as somebody else would write it: one target whose events are generated in every build, one whose generated code
// is committed. `.ci/plugins` builds and runs it.
let package = Package(
    name: "plugin-integration",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(name: "event-bus", path: "../..")
    ],
    targets: [
        .target(
            name: "BuiltEvents",
            dependencies: [.product(name: "EventBus", package: "event-bus")],
            plugins: [.plugin(name: "GenerateEvents", package: "event-bus")]),
        .target(
            name: "CommittedEvents",
            dependencies: [.product(name: "EventBus", package: "event-bus")],
            exclude: ["depot.catalogue.yaml"]),
        .executableTarget(name: "Parcels", dependencies: ["BuiltEvents", "CommittedEvents"]),
    ]
)
