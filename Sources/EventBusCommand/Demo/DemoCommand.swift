import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import RedisClient
import RedisEventBus

/// `eventbus demo`: the whole idea on a private Redis, in a few seconds.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Show the whole idea on a private Redis: a model's life from registration to a better metric.",
        discussion: """
            Starts a Redis of its own, publishes the events of --examples, shows everybody who receives them, and what the \
            catalogue says when a field is taken away. Touches no other Redis. \(ExitStatus.help)
            """)

    @Option(help: ArgumentHelp("Path of the catalogue.", valueName: "path"))
    var catalogue = "schemas"

    @Option(help: ArgumentHelp("Folder of payloads, named NUMBER-EVENT.json.", valueName: "path"))
    var examples = "docs/examples"

    @Option(help: ArgumentHelp("Folder of the private Redis; what is in it is removed.", valueName: "path"))
    var folder = ".eventbus/demo"

    func run() async throws {
        let catalogue = try LoadedCatalogue.load(catalogue)
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
        try FieldRemovalDemo(path: self.catalogue, catalogue: catalogue.catalogue).show(on: screen)
        screen.title("5. What to try next")
        for line in Self.nextSteps { screen.line(line) }
    }

    private func show(
        _ catalogue: LoadedCatalogue, _ steps: [DemoStep], on redis: EmbeddedRedis, _ screen: DemoScreen
    ) async throws {
        let client = RedisClient(configuration: redis.configuration)
        let bus = RedisEventBus(client: client, events: catalogue.declarations, source: "/demo")
        do {
            let version = try await ServerFacts.ask(client).version
            screen.timedLine("Redis \(version) on \(redis.socketPath), append-only file, no TCP port")
            screen.line("\(self.catalogue): \(catalogue.declarations.count) events")
            _ = try await client.command("FLUSHALL")
            let life = DemoLife(bus: bus, declarations: catalogue.declarations, steps: steps, screen: screen)
            try await life.show()
            await client.close()
        } catch {
            await client.close()
            throw error
        }
    }

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
