import ArgumentParser
import ConfiguredEventBus
import RedisEventBus

/// `eventbus retention status`: the logs, their ages, and which group needs what of them.
struct RetentionStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show each log: entries, age of the oldest, size, and the groups for which entries are kept.",
        discussion: "Changes nothing. \(ExitStatus.help)")

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only this stream; may be repeated. All streams unless given.")
    var stream: [String] = []

    func run() async throws {
        try await BusSession.run(options) { session in
            for declaration in try session.streams(named: stream) {
                for status in try await session.bus.transport.retention(of: declaration).status() {
                    CommandContext.print(RetentionReport(status: status).text(output.form))
                }
            }
        }
    }
}
