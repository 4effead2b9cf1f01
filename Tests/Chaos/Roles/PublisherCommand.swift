import ArgumentParser
import EventBus
import EventOutbox
import RedisEventBus
import ServiceLifecycle

/// A process that publishes until it is told to end.
struct PublisherCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "publisher", shouldDisplay: false)

    @OptionGroup var role: RoleOptions

    @Option(help: "Which publisher this is.")
    var number: Int

    @Option(help: "Which life of it.")
    var life: Int

    @Option(
        help: "How hard it tries: once, stubborn (again and again), or storing (an outbox keeps what can't be sent).")
    var manner = Manner.once

    @Option(help: "The file of its outbox: the same in all its lives.")
    var outbox: String

    /// How hard a publisher tries.
    enum Manner: String, ExpressibleByArgument, CaseIterable {
        case once, stubborn, storing
    }

    @Option(help: "Events per second.")
    var rate: Double

    @Option(help: "How many tasks publish beside each other.")
    var tasks = 4

    @Option(help: "What is random in it.")
    var seed: UInt64

    func run() async throws {
        let retry = PublishRetryPolicy(
            maximumRetries: 8, baseDelay: .milliseconds(50), maximumDelay: .seconds(1))
        let policy = PublishPolicy(retry: manner == .stubborn ? retry : .none)
        try await role.run(publishing: policy) { bus, facts -> any Service in
            guard manner == .storing else { return publisher(on: bus, facts) }
            let outbox = try EventOutbox(path: outbox, source: role.source, logger: bus.logger)
            return StoringPublisher(
                publisher: publisher(on: outbox.publisher(over: bus), facts), outbox: outbox, bus: bus)
        }
    }

    private func publisher(on bus: any EventPublisher, _ facts: FactFile) -> Publisher {
        Publisher(
            bus: bus, facts: facts,
            tasks: (0..<tasks).map {
                Publisher.Task(
                    walks: Walks(
                        publisher: number, life: life, firstOrdinal: $0, ordinalStep: tasks,
                        seed: seed &+ UInt64(life * 1_000 + $0)),
                    kind: $0.isMultiple(of: 2) ? .plain : .keyed, rate: rate / Double(tasks))
            })
    }
}
