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
            try await DeadAct(verb: "removed", choice: choice, options: act, form: output.form)
                .run(in: session) { try await $0.discard($1, by: $2) }
        }
    }
}
