import ArgumentParser
import ConfiguredEventBus
import EventBus
import RedisEventBus

/// `eventbus groups`: who reads what, what is in hand, what is to be read yet.
struct GroupsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract: "Show the consumer groups: who reads which partition, what is pending, what is paused.",
        discussion: """
            A line for each partition and group. A holder whose connection is gone is marked with !; another member takes \
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
            var lines: [GroupLine] = []
            for stream in streams {
                for group in try await bus.groups(of: stream) {
                    lines += GroupLine.lines(try await bus.status(group: group, of: stream))
                }
            }
            switch output.form {
            case .json: for line in lines { CommandContext.print("\(line.json)") }
            case .text:
                for line in TextTable.lines([GroupLine.titles] + lines.map(\.cells)) { CommandContext.print(line) }
            }
        }
    }
}
