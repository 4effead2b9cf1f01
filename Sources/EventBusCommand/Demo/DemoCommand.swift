import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventBusMetrics
import Foundation
import Logging
import RedisClient
import RedisEventBus

/// `eventbus demo`: the whole idea on a private Redis, in a few seconds.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show the whole idea on a private Redis: a model's life from registration to a better metric.",
        discussion: """
            Starts a Redis of its own, publishes the events of --examples, shows everybody who receives them, and what the \
            catalogue says when a field is taken away. Then the dashboard stays, with a model's life every few seconds, until \
            Ctrl-C, or for --serve-for seconds. Touches no other Redis. \(ExitStatus.help)
            """)

    @Option(help: ArgumentHelp("Path of the catalogue.", valueName: "path"))
    var catalogue = "schemas"

    @Option(help: ArgumentHelp("Folder of payloads, named NUMBER-EVENT.json.", valueName: "path"))
    var examples = "docs/examples"

    @Option(help: ArgumentHelp("Folder of the private Redis; what is in it is removed.", valueName: "path"))
    var folder = ".eventbus/demo"

    @Option(help: "Port of the dashboard on 127.0.0.1; 0 takes a free one.")
    var port = 8080

    @Option(
        name: .customLong("serve-for"),
        help: ArgumentHelp(
            "For how long the dashboard stays; without it until Ctrl-C, and two minutes where the output is no terminal.",
            valueName: "seconds"))
    var serveFor: Int?

    /// For how long the dashboard stays; `nil` is until Ctrl-C.
    private var stay: Duration? {
        if let serveFor { return .seconds(serveFor) }
        return isatty(STDOUT_FILENO) == 1 ? nil : .seconds(120)
    }

    func run() async throws {
        let catalogue = try LoadedCatalogue.load(catalogue, remedy: "name the catalogue with --catalogue")
        let steps = try DemoStep.read(examples, catalogue: catalogue)
        let screen = DemoScreen()
        screen.title("1. A private Redis, and the catalogue")
        let redis = try await EmbeddedRedis.start(folder: folder)
        do {
            guard redis.role == .started else {
                throw CommandFailure(
                    .failure, "another demo is running in \(folder); wait for it, or give another --folder")
            }
            try await show(catalogue, steps, on: redis, screen)
            await redis.stop()
        } catch {
            await redis.stop()
            throw error
        }
    }

    private func show(
        _ catalogue: LoadedCatalogue, _ steps: [DemoStep], on redis: EmbeddedRedis, _ screen: DemoScreen
    ) async throws {
        let settings = try EventBusSettings.load(flags: [.source: "/demo"], environment: [:])
        let registry = MetricRegistry()
        let bus = try ConfiguredEventBus(
            settings, events: catalogue.declarations, redis: redis.configuration, outbox: .unused, logger: Self.silence,
            metrics: registry)
        do {
            let version = try await ServerFacts.ask(bus.client).version
            screen.timedLine("Redis \(version) on \(redis.socketPath), append-only file, no TCP port")
            screen.line("\(self.catalogue): \(catalogue.declarations.count) events")
            _ = try await bus.client.command("FLUSHALL")
            let life = DemoLife(
                bus: bus.transport, declarations: catalogue.declarations, steps: steps, screen: screen)
            try await life.show()
            try FieldRemovalDemo(path: self.catalogue, catalogue: catalogue.catalogue).show(on: screen)
            screen.title("5. What to try next")
            for line in Self.nextSteps { screen.line(line) }
            let session = BusSession(settings: settings, catalogue: catalogue, bus: bus, logger: Self.silence)
            try await DemoDashboard(
                session: session, registry: registry, redis: redis, steps: steps, port: port, stay: stay
            )
            .show(on: screen)
            await bus.close()
        } catch {
            await bus.close()
            throw error
        }
    }

    /// The demonstration says itself what happens.
    private static let silence = Logger(label: "demo") { _ in SwiftLogNoOpLogHandler() }

    private static var nextSteps: [String] {
        let program = ProgramName.shown
        return [
            "\(program) publish model_registered --embedded --file docs/examples/1-model_registered.json",
            "\(program) tail --embedded --from beginning --no-follow",
            "\(program) history --embedded msg-model/1/msg-ai",
            "\(program) catalogue show --event model_ready_to_deploy",
            "change schemas/hokusai.catalogue.yaml, then: \(program) catalogue check --against git:HEAD",
            "with REDIS_URL set to a Redis of yours: \(program) doctor",
        ]
    }
}
