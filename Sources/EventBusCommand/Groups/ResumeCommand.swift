import ArgumentParser
import ConfiguredEventBus
import EventBus
import RedisEventBus

/// `eventbus resume`: a paused group goes on where it was.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let a paused consumer group go on where it was.",
        discussion: "Its consumers notice within about a second. \(ExitStatus.help)")

    @OptionGroup var options: SettingsOptions
    @OptionGroup var group: GroupOptions

    @Option(help: "Why, for the audit.")
    var reason = ""

    @Option(help: "Who resumes it.")
    var by = ProcessName.person

    func run() async throws {
        try await BusSession.run(options) { session in
            let (stream, group) = try await group.resolve(in: session)
            let wasPaused = try await session.bus.transport.resume(group: group, of: stream, reason: reason, by: by)
            CommandContext.print("\(group) of \(stream.name) " + (wasPaused ? "goes on" : "was not paused"))
        }
    }
}
