import ArgumentParser
import ConfiguredEventBus
import EventBus
import RedisEventBus

/// `eventbus pause`: a group stops reading until it is resumed.
struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Pause a consumer group: it finishes what runs and reads no more until `eventbus resume`.",
        discussion: """
            Its consumers go on running and notice within about a second; nothing is lost, and a restart does not end the \
            pause. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var group: GroupOptions

    @Option(help: "Why, for whoever looks at `eventbus groups`, and for the audit.")
    var reason = ""

    @Option(help: "Who pauses it.")
    var by = ProcessName.person

    func run() async throws {
        try await BusSession.run(options) { session in
            let (stream, group) = try await group.resolve(in: session)
            try await session.bus.transport.pause(group: group, of: stream, reason: reason, by: by)
            CommandContext.print("\(group) of \(stream.name) is paused; `eventbus resume --group \(group)` ends that")
        }
    }
}
