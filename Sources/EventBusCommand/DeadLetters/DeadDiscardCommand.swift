import ArgumentParser
import ConfiguredEventBus
import RedisEventBus

/// `eventbus dead discard`: removes dead letters for good.
struct DeadDiscardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard",
        abstract: "Remove dead letters for good; what waits behind them goes on.",
        discussion: """
            Shows what would be done; --execute does it. The audit keeps each letter's id, group, event, position and \
            error, but not its payload. Ctrl-C ends after the letter in hand and says how many were done. \
            \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var choice: DeadChoice
    @OptionGroup var act: DeadActOptions

    func run() async throws {
        try await BusSession.run(options) { session in
            let letters = session.bus.transport.deadLetters(of: try session.stream(named: choice.stream))
            guard act.execute else {
                return try await DeadPreview(verb: "removed")
                    .run(choice, of: letters, in: session, form: output.form)
            }
            let actor = act.actor
            let service = DeadActService(
                session: session, letters: letters, choice: choice, pace: Pace(rate: act.rate), form: output.form,
                verb: "removed", act: { try await letters.discard($0, by: actor) })
            try await ServiceRunner.run([service], logger: session.logger)
        }
    }
}
