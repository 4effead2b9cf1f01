import ArgumentParser

/// A process that publishes until it is told to end.
struct PublisherCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "publisher", shouldDisplay: false)

    @OptionGroup var role: RoleOptions

    @Option(help: "Which publisher this is.")
    var number: Int

    @Option(help: "Which life of it.")
    var life: Int

    @Option(help: "Events per second.")
    var rate: Double

    @Option(help: "How many tasks publish beside each other.")
    var tasks = 4

    @Option(help: "What is random in it.")
    var seed: UInt64

    func run() async throws {
        try await role.run { bus, facts in
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
}
