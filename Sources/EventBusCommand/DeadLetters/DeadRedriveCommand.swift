import ArgumentParser
import ConfiguredEventBus
import RedisEventBus

/// `eventbus dead redrive`: gives events back to the groups that gave up on them.
struct DeadRedriveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redrive",
        abstract: "Give dead letters back to the group that gave up on them, and to no other.",
        discussion: """
            Shows what would be done; --execute does it. The group's consumers take each again within a second or so, with \
            no attempt counted; of a letter of the router only the routes that failed are served. Ctrl-C ends after the \
            letter in hand and says how many were done. Every act stands in the audit. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var choice: DeadChoice
    @OptionGroup var act: DeadActOptions

    func run() async throws {
        try await BusSession.run(options) { session in
            try await DeadAct(verb: "redriven", choice: choice, options: act, form: output.form)
                .run(in: session) { try await $0.redrive($1, by: $2) }
        }
    }
}
