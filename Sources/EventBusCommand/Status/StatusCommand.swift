import ArgumentParser
import ConfiguredEventBus
import EventBus
import EventBusOperations
import RedisClient

/// `eventbus status`: how everything is, on one screen.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract:
            "Show on one screen how everything is: Redis, streams, groups, queues, dead letters, and what is wrong.",
        discussion: """
            Healthy, degraded or unhealthy, and one line for each reason: a required group that nobody reads or that is paused, \
            dead letters (more than 10), messages that wait (more than 1000) or are worked on (more than 100), memory above \
            the high-water mark, a replica, entries that are kept for a group that is behind. Lag is what a group has yet to be \
            given, oldest the age of the first entry that it has not finished; a holder whose connection is gone is marked \
            with !. Exits with 69 while Redis is away and 78 where it refuses the password; what is degraded is no failure. --watch shows it again and again until Ctrl-C: on a terminal in place, \
            else one screen after another. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    // As text: a number that can't be read would count as none.
    @Option(
        defaultAsFlag: "2",
        help: ArgumentHelp("Show it again every so many seconds, 2 unless given.", valueName: "seconds"))
    var watch: String?

    func validate() throws {
        if let watch, Double(watch).map({ (0.1...3_600).contains($0) }) != true {
            throw ValidationError("--watch “\(watch)” is no number of seconds from 0.1 to 3600.")
        }
    }

    func run() async throws {
        try await BusSession.run(options, for: .looking) { session in
            let source = session.overviewSource()
            guard let seconds = watch.flatMap({ Double($0) }) else {
                let overview = await source.ask()
                CommandContext.print(text(overview))
                if overview.verdict.status == .unhealthy {
                    throw CommandFailure(
                        session.bus.client.health.lastError.map { CommandFailure($0).status } ?? .unavailable)
                }
                return
            }
            let watching = StatusWatch(
                source: source, interval: .seconds(seconds), context: .current, text: { text($0) },
                isDrawnInPlace: CommandContext.current.outputIsTerminal && output.form == .text)
            try await ServiceRunner.run([watching], logger: session.logger)
        }
    }

    private func text(_ overview: BusOverview) -> String {
        switch output.form {
        case .json: "\(overview.json)"
        case .text: StatusScreen(overview: overview).lines.joined(separator: "\n")
        }
    }
}
