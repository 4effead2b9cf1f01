import ArgumentParser
import ConfiguredEventBus
import EventBus
import RedisClient
import RedisEventBus

/// `eventbus groups`: who reads what, what is in hand, what is to be read yet.
struct GroupsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract: "Show the consumer groups: who reads which partition, what is pending, what is paused.",
        discussion: """
            A line for each partition and group. Lag counts what it has yet to be given; oldest is the age of the first entry \
            that it has not finished. A holder whose connection is gone is marked with !; another member takes \
            over from it within seconds. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only this stream.")
    var stream: String?

    func run() async throws {
        try await BusSession.run(options) { session in
            let bus = session.bus.transport
            let streams = try stream.map { [try session.stream(named: $0)] } ?? bus.streams
            let names = Set(streams.map(\.name))
            let found = try await bus.examine(runID: bus.health.runID).streams
            output.print(found.filter { names.contains($0.stream.name) }.flatMap { GroupLine.lines($0) })
        }
    }
}
