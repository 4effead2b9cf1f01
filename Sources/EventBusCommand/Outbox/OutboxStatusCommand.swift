import ArgumentParser
import EventBus
import EventOutbox

/// `eventbus outbox status`: how much waits, how long, why, and who relays it.
struct OutboxStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what an outbox keeps: what waits and why, what was refused, and who relays it.",
        discussion: "Redis is not asked. \(ExitStatus.help)")

    @OptionGroup var options: SettingsOptions
    @OptionGroup var outbox: OutboxOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let outbox = try outbox.open(options)
        defer { outbox.close() }
        let report = OutboxReport(path: outbox.path, status: try await outbox.status(), now: .now)
        switch output.form {
        case .text: for line in report.lines { CommandContext.print(line) }
        case .json: CommandContext.print("\(report.json)")
        }
    }
}
