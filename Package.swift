// swift-tools-version: 6.2

import PackageDescription

/// Every target is compiled the same way: the compiler is the first reviewer, and a warning stops the build.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "event-bus",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "eventbus", targets: ["EventBusCommand"]),
        .library(name: "EventBus", targets: ["EventBus"]),
        .library(name: "RedisEventBus", targets: ["RedisEventBus"]),
        .library(name: "RedisClient", targets: ["RedisClient"]),
        .library(name: "EventOutbox", targets: ["EventOutbox"]),
        .library(name: "ConfiguredEventBus", targets: ["ConfiguredEventBus"]),
        .library(name: "EventBusTesting", targets: ["EventBusTesting"]),
        .library(name: "HokusaiEvents", targets: ["HokusaiEvents"]),
        .library(name: "ModelRegistry", targets: ["ModelRegistry"]),
        .plugin(name: "GenerateEvents", targets: ["GenerateEvents"]),
        .plugin(name: "GenerateEventsCommand", targets: ["GenerateEventsCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-distributed-tracing", from: "1.7.3"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: ["FullFoundation"]),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    ],
    targets: [
        // The command line.
        .executableTarget(
            name: "EventBusCommand",
            dependencies: [
                "CatalogueEvents", "CatalogueEvolution", "CatalogueExports", "CatalogueGenerator", "CatalogueLint",
                "ConfiguredEventBus", "ConfiguredModelRegistry", "EventBus", "EventBusMetrics", "EventBusOperations",
                "EventCatalogue", "EventGateway", "EventOutbox", "HokusaiEvents", "LegacyMessages", "ModelRegistry",
                "PythonGenerator", "RedisClient", "RedisEventBus", "TypeScriptGenerator", "YAMLReader",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        // HTTP: publishing, the live stream, health, metrics, the dashboard, the operators' API.
        .target(
            name: "EventGateway",
            dependencies: [
                "CatalogueEvents", "CatalogueExports", "ConfiguredEventBus", "EventBus", "EventBusMetrics",
                "EventBusOperations", "EventCatalogue", "ModelRegistry", "RedisClient", "RedisEventBus",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Page")], swiftSettings: strict),

        // What operators ask: how everything is, what was done to it, and the numbers that metrics show.
        .target(
            name: "EventBusOperations",
            dependencies: [
                "EventBus", "EventBusMetrics", "RedisClient", "RedisEventBus",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),

        // Metrics kept in memory, and written as Prometheus text or as CloudWatch's embedded metric format.
        .target(
            name: "EventBusMetrics",
            dependencies: [
                "EventBus", .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            swiftSettings: strict),

        // Events that are known by their catalogue only, as a command line or a gateway has them.
        .target(
            name: "CatalogueEvents",
            dependencies: ["EventBus", "EventCatalogue", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),

        // What deployed services write on lists, read as events of a catalogue.
        .target(
            name: "LegacyMessages", dependencies: ["CatalogueEvents", "EventBus", "EventCatalogue", "RedisEventBus"],
            swiftSettings: strict),

        // The bus that configuration names.
        .target(
            name: "ConfiguredEventBus",
            dependencies: [
                "EventBus", "EventOutbox", "RedisClient", "RedisEventBus", "YAMLReader",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        // Typed events of the Hokusai platform, generated from `schemas/`.
        .target(
            name: "HokusaiEvents", dependencies: ["EventBus"], swiftSettings: strict,
            plugins: ["GenerateEvents"]),

        // MLflow's registry: what it says of a model version, and which events follow from that.
        .target(
            name: "ModelRegistry",
            dependencies: [
                "EventBus", "HokusaiEvents",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),

        // The registry that configuration names, on the bus that it names.
        .target(
            name: "ConfiguredModelRegistry",
            dependencies: [
                "ConfiguredEventBus", "EventBus", "HokusaiEvents", "ModelRegistry", "RedisClient", "RedisEventBus",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),

        // What is published while the transport is away.
        .target(
            name: "EventOutbox",
            dependencies: [
                "EventBus",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        // The transport.
        .target(
            name: "RedisEventBus",
            dependencies: [
                "EventBus", "RedisClient",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            resources: [
                .embedInCode("Scripts")
            ],
            swiftSettings: strict
        ),
        .target(
            name: "RedisClient",
            dependencies: [
                "CHiredis",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),

        // For tests: a bus in memory, and what every transport must pass.
        .target(name: "EventBusTesting", dependencies: ["EventBus"], swiftSettings: strict),

        // The catalogue and what is made of it.
        .plugin(
            name: "GenerateEvents", capability: .buildTool(), dependencies: ["CatalogueGeneratorTool"],
            path: "Sources/GenerateEvents"),
        .plugin(
            name: "GenerateEventsCommand",
            capability: .command(
                intent: .custom(
                    verb: "generate-events", description: "Generates typed events from a target's catalogue files."),
                permissions: [
                    .writeToPackageDirectory(reason: "It writes the generated Swift into the target's folder.")
                ]), dependencies: ["CatalogueGeneratorTool"], path: "Sources/GenerateEventsCommand"),
        .executableTarget(
            name: "CatalogueGeneratorTool", dependencies: ["CatalogueGenerator", "EventCatalogue"],
            swiftSettings: strict),
        .target(name: "CatalogueGenerator", dependencies: ["EventCatalogue"], swiftSettings: strict),
        .target(
            name: "PythonGenerator", dependencies: ["CatalogueGenerator", "EventCatalogue", "LanguageSchema"],
            resources: [.embedInCode("Runtime")], swiftSettings: strict),
        .target(
            name: "TypeScriptGenerator", dependencies: ["CatalogueGenerator", "EventCatalogue", "LanguageSchema"],
            resources: [.embedInCode("Runtime")], swiftSettings: strict),
        .target(name: "LanguageSchema", dependencies: ["EventCatalogue"], swiftSettings: strict),
        .target(name: "CatalogueExports", dependencies: ["EventCatalogue", "YAMLReader"], swiftSettings: strict),
        .target(name: "CatalogueLint", dependencies: ["EventCatalogue", "YAMLReader"], swiftSettings: strict),
        .target(
            name: "CatalogueEvolution",
            dependencies: ["EventCatalogue", "YAMLReader", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .target(name: "EventCatalogue", dependencies: ["YAMLReader"], swiftSettings: strict),
        .target(name: "YAMLReader", dependencies: ["CLibYAML"], swiftSettings: strict),

        // The vocabulary.
        .target(name: "EventBus", swiftSettings: strict),

        // Examples.
        .executableTarget(
            name: "PublisherExample", dependencies: ["ConfiguredEventBus", "EventBus", "HokusaiEvents"],
            path: "docs/examples/Publisher", swiftSettings: strict),
        .executableTarget(
            name: "ConsumerExample",
            dependencies: [
                "ConfiguredEventBus", "EventBus", "HokusaiEvents",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "docs/examples/Consumer", swiftSettings: strict),
        .executableTarget(
            name: "DeployerExample",
            dependencies: [
                "ConfiguredEventBus", "EventBus", "HokusaiEvents",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "docs/examples/Deployer", swiftSettings: strict),

        // Tests.
        .target(
            name: "TestSupport",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "YAMLReaderTests", dependencies: ["TestSupport", "YAMLReader"], swiftSettings: strict),
        .testTarget(
            name: "EventCatalogueTests", dependencies: ["EventCatalogue", "TestSupport", "YAMLReader"],
            swiftSettings: strict),
        .testTarget(
            name: "CatalogueEventsTests",
            dependencies: ["CatalogueEvents", "EventBus", "EventCatalogue", "HokusaiEvents", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "FleetTests",
            dependencies: [
                "CatalogueEvents", "EventBus", "EventCatalogue", "HokusaiEvents", "LegacyMessages", "RedisClient",
                "RedisEventBus", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Drivers"], swiftSettings: strict),
        .testTarget(
            name: "CatalogueEvolutionTests",
            dependencies: ["CatalogueEvolution", "CatalogueLint", "EventCatalogue", "YAMLReader"],
            exclude: ["Deployed"], swiftSettings: strict),
        .testTarget(
            name: "CatalogueLintTests", dependencies: ["CatalogueLint", "EventCatalogue", "YAMLReader"],
            swiftSettings: strict),
        .testTarget(
            name: "CatalogueExportsTests",
            dependencies: ["CatalogueExports", "EventBus", "EventCatalogue", "TestSupport", "YAMLReader"],
            exclude: ["Validators"], swiftSettings: strict, plugins: ["GenerateEvents"]),
        .testTarget(
            name: "LanguageTests",
            dependencies: [
                "CatalogueGenerator", "EventBus", "EventCatalogue", "HokusaiEvents", "LanguageSchema",
                "PythonGenerator", "TestSupport", "TypeScriptGenerator",
            ],
            exclude: ["Drivers"], swiftSettings: strict, plugins: ["GenerateEvents"]),
        .target(
            name: "UpcastV1_0", dependencies: ["EventBus"], path: "Tests/UpcastVersions/V1_0", swiftSettings: strict,
            plugins: ["GenerateEvents"]),
        .target(
            name: "UpcastV1_1", dependencies: ["EventBus"], path: "Tests/UpcastVersions/V1_1", swiftSettings: strict,
            plugins: ["GenerateEvents"]),
        .target(
            name: "UpcastV2_0", dependencies: ["EventBus"], path: "Tests/UpcastVersions/V2_0", swiftSettings: strict,
            plugins: ["GenerateEvents"]),
        .target(
            name: "UpcastV3_0", dependencies: ["EventBus"], path: "Tests/UpcastVersions/V3_0", swiftSettings: strict,
            plugins: ["GenerateEvents"]),
        .testTarget(
            name: "UpcastTests",
            dependencies: ["EventBus", "TestSupport", "UpcastV1_0", "UpcastV1_1", "UpcastV2_0", "UpcastV3_0"],
            swiftSettings: strict),
        .executableTarget(
            name: "CatalogueScale", dependencies: ["CatalogueGenerator", "EventCatalogue", "YAMLReader"],
            path: "Tests/CatalogueScale", swiftSettings: strict),
        .target(
            name: "RuleEvents", dependencies: ["EventBus"], path: "Tests/RuleEvents", swiftSettings: strict,
            plugins: ["GenerateEvents"]),
        .target(
            name: "KeywordTypes", dependencies: ["EventBus"], path: "Tests/KeywordTypes", swiftSettings: strict,
            plugins: ["GenerateEvents"]),
        .testTarget(
            name: "CatalogueGeneratorTests",
            dependencies: [
                "CatalogueGenerator", "EventBus", "EventCatalogue", "KeywordTypes", "LanguageSchema", "RuleEvents",
                "TestSupport", "YAMLReader",
            ],
            exclude: ["Goldens", "Tables"], swiftSettings: strict, plugins: ["GenerateEvents"]),
        .testTarget(name: "EventBusTests", dependencies: ["EventBus", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "EventBusTestingTests", dependencies: ["EventBus", "EventBusTesting"], swiftSettings: strict),
        .testTarget(
            name: "RedisClientTests",
            dependencies: [
                "RedisClient", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RedisEventBusTests",
            dependencies: [
                "EventBus", "EventBusMetrics", "EventBusTesting", "RedisClient", "RedisEventBus", "TestSupport",
                .product(name: "InMemoryTracing", package: "swift-distributed-tracing"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "Tracing", package: "swift-distributed-tracing"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EventOutboxTests",
            dependencies: [
                "EventBus", "EventBusMetrics", "EventOutbox", "RedisClient", "RedisEventBus", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ConfiguredEventBusTests",
            dependencies: [
                "ConfiguredEventBus", "EventBus", "EventBusMetrics", "EventOutbox", "HokusaiEvents", "RedisClient",
                "RedisEventBus",
                "TestSupport",
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EventBusMetricsTests",
            dependencies: [
                "EventBus", "EventBusMetrics", "TestSupport",
                .product(name: "CoreMetrics", package: "swift-metrics"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EventBusOperationsTests",
            dependencies: [
                "EventBus", "EventBusMetrics", "EventBusOperations", "HokusaiEvents", "RedisClient", "RedisEventBus",
                "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .target(
            name: "FixtureMLflow",
            dependencies: [
                "EventBus",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Tests/FixtureMLflow", swiftSettings: strict),
        .testTarget(
            name: "ModelRegistryTests",
            dependencies: [
                "ConfiguredModelRegistry", "EventBus", "EventOutbox", "FixtureMLflow", "HokusaiEvents", "ModelRegistry",
                "RedisClient", "RedisEventBus", "TestSupport",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "EventGatewayTests",
            dependencies: [
                "CatalogueEvents", "ConfiguredEventBus", "ConfiguredModelRegistry", "EventBus", "EventBusMetrics",
                "EventBusOperations",
                "EventCatalogue", "EventGateway", "EventOutbox", "FixtureMLflow", "HokusaiEvents", "ModelRegistry",
                "RedisClient", "RedisEventBus", "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["Browser"], swiftSettings: strict),
        .testTarget(
            name: "EventBusCommandTests",
            dependencies: [
                "ConfiguredEventBus", "EventBus", "EventBusCommand", "EventOutbox", "FixtureMLflow", "HokusaiEvents",
                "ModelRegistry", "RedisClient",
                "RedisEventBus", "TestSupport", "YAMLReader",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict),

        // The programs of docs/examples, run as processes of their own.
        .testTarget(
            name: "ExampleTests", dependencies: ["DeployerExample", "EventBusCommand", "FixtureMLflow", "TestSupport"],
            swiftSettings: strict),

        // The benchmark: beside RedisClient the one place that speaks to hiredis itself, for the floors it measures.
        .executableTarget(
            name: "EventBusBenchmark",
            dependencies: [
                "CHiredis", "CatalogueEvents", "CatalogueScale", "ConfiguredEventBus", "EventBus", "EventBusCommand",
                "EventBusMetrics", "EventCatalogue", "EventGateway", "FixtureMLflow", "RedisClient", "RedisEventBus",
                "TestSupport",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            path: "Tests/Benchmark", swiftSettings: strict, plugins: ["GenerateEvents"]),
        .testTarget(
            name: "BenchmarkTests", dependencies: ["EventBusBenchmark"], swiftSettings: strict),

        // The chaos harness: its roles are processes of its own.
        .executableTarget(
            name: "EventBusChaos",
            dependencies: [
                "EventBus", "EventOutbox", "RedisClient", "RedisEventBus", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Tests/Chaos", exclude: ["Mutants"], swiftSettings: strict, plugins: ["GenerateEvents"]),
        .testTarget(
            name: "ChaosTests", dependencies: ["EventBus", "EventBusChaos", "TestSupport"], swiftSettings: strict),

        // System libraries.
        .systemLibrary(
            name: "CHiredis", pkgConfig: "hiredis",
            providers: [.apt(["libhiredis-dev"]), .brew(["hiredis"])]),
        .systemLibrary(
            name: "CLibYAML", pkgConfig: "yaml-0.1",
            providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    ],
    swiftLanguageModes: [.v6]
)
