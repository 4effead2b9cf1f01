import ArgumentParser
import ConfiguredEventBus
import EventOutbox

/// `eventbus outbox relay`: the relay as a service.
struct OutboxRelayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relay",
        abstract: "Append what an outbox keeps to the log: in order, and once.",
        discussion: """
            Runs until Ctrl-C or SIGTERM. Any number may run on one file: one works, the others stand by. \
            \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var outbox: OutboxOptions

    func run() async throws {
        try await BusSession.run(options, for: .relaying, adding: outbox.flags) { session in
            let configured = try OutboxOptions.configured(session.settings)
            let outbox = try OutboxOptions.opening {
                try EventOutbox(
                    path: configured.path, source: session.settings.source, limits: configured.limits,
                    logger: session.logger)
            }
            defer { outbox.close() }
            CommandContext.printError("relaying \(outbox.path); Ctrl-C ends")
            try await ServiceRunner.run([outbox.relay(over: session.bus.transport)], logger: session.logger)
        }
    }
}
