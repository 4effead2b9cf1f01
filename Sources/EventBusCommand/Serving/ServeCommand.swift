import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventGateway
import Logging
import ServiceLifecycle

/// `eventbus serve`: everything that has to run beside the publishers and consumers, in one process.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the router, the reaper, retention, the outbox's relay and the HTTP gateway in one process.",
        discussion: """
            Runs until Ctrl-C or SIGTERM, then finishes what is in hand. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port = 8080

    func run() async throws {
        try await BusSession.run(options, for: .relaying) { session in
            let parts = GatewayParts(
                bus: session.bus, catalogue: session.catalogue, version: EventBusCommand.configuration.version,
                logger: session.logger)
            let gateway = Gateway(GatewayConfiguration(host: host, port: port), serving: parts) { port in
                CommandContext.printError("listening on http://\(host):\(port)")
            }
            try await ServiceRunner.run([gateway], logger: session.logger)
        }
    }
}
