import ArgumentParser
import ConfiguredEventBus
import EventBus
import RedisEventBus

/// `eventbus retention run`: trims once, or goes on trimming.
struct RetentionRunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Say what would be trimmed; with --execute, trim it.",
        discussion: """
            Never removes what a required group has yet to acknowledge. Small steps, beside the publishers. Any number may run at \
            once. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var who: ActorOptions

    @Option(help: "Only this stream; may be repeated. All streams unless given.")
    var stream: [String] = []

    @Flag(help: "Remove entries; without it, only say what could go.")
    var execute = false

    @Flag(help: "Go on trimming until Ctrl-C or SIGTERM; needs --execute.")
    var follow = false

    @Option(help: "How many entries one step removes at most, 100 to 100000.")
    var step = 1_000

    func validate() throws {
        guard (100...100_000).contains(step) else { throw ValidationError("--step must be from 100 to 100000.") }
        if follow, !execute { throw ValidationError("--follow trims: give --execute with it.") }
    }

    func run() async throws {
        try await BusSession.run(options) { session in
            let streams = try session.streams(named: stream)
            let retentions = streams.map {
                session.bus.transport.retention(of: $0, pace: RetentionPace(stepLimit: step))
            }
            if follow { return try await ServiceRunner.run(retentions, logger: session.logger) }
            for (declaration, retention) in zip(streams, retentions) {
                if execute {
                    for trimming in try await retention.trim(by: who.actor) { report(trimming, declaration) }
                } else {
                    for status in try await retention.status() {
                        CommandContext.print(RetentionReport(status: status).text(output.form))
                    }
                }
            }
            if !execute { CommandContext.printError("nothing was removed; --execute removes what can go") }
        }
    }

    private func report(_ trimming: Trimming, _ stream: StreamDeclaration) {
        let releases = trimming.releases
        switch output.form {
        case .text:
            CommandContext.print(
                "\(stream.name) partition \(trimming.partition): \(trimming.removed) entries removed in "
                    + "\(trimming.steps) steps")
            for release in releases {
                CommandContext.printError(
                    "warning: \(release.entries) pending entries of group \(release.group) went with them, "
                        + "\(release.first) to \(release.last)")
            }
        case .json:
            var object = JSONObject()
            object["stream"] = .string(stream.name)
            object["partition"] = .number(JSONNumber(trimming.partition))
            object["removed"] = .number(JSONNumber(trimming.removed))
            object["steps"] = .number(JSONNumber(trimming.steps))
            object["released"] = .array(
                releases.map { release in
                    var object = JSONObject()
                    object["group"] = .string(release.group)
                    object["entries"] = .number(JSONNumber(release.entries))
                    object["first"] = .string("\(release.first)")
                    object["last"] = .string("\(release.last)")
                    return .object(object)
                })
            CommandContext.print("\(JSONValue.object(object))")
        }
    }
}
