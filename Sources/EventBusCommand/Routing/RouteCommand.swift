import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import Logging
import RedisEventBus
import ServiceLifecycle

/// `eventbus route`: the router as a service.
struct RouteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "route",
        abstract: "Run the router: put every event of the log on the lists and channels that the catalogue names.",
        discussion: """
            Runs until Ctrl-C or SIGTERM, then finishes the batch in hand. Any number of routers may run at once: one of \
            them routes a partition, the others stand by. Each needs a name of its own; one that stays the same over \
            restarts is taken up again at once. Beside it the logs are trimmed as the catalogue's retention says; \
            --no-retention leaves that to `eventbus retention run`. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions

    @Option(help: "Name of this router: unique, and the same after a restart.")
    var consumer = ProcessName.standard

    @Option(help: "Only this stream; may be repeated. All streams unless given.")
    var stream: [String] = []

    @Option(help: "How many events one script commits, 1 to 1000.")
    var batch = 100

    @Flag(inversion: .prefixedNo, help: "Trim the logs as the catalogue says.")
    var retention = true

    func validate() throws {
        guard (1...1000).contains(batch) else { throw ValidationError("--batch must be from 1 to 1000.") }
    }

    func run() async throws {
        try await BusSession.run(options) { session in
            let streams = try session.streams(named: stream)
            var services: [any Service] = [
                session.bus.transport.router(of: streams, consumer: consumer, batch: batch)
            ]
            if retention {
                services += streams.map {
                    RetentionBesideRouting(retention: session.bus.transport.retention(of: $0), logger: session.logger)
                }
            }
            services += streams.map {
                StandbyNotice(transport: session.bus.transport, stream: $0, group: Router.group, context: .current)
            }
            CommandContext.printError("routing as “\(consumer)”; Ctrl-C ends")
            try await ServiceRunner.run(services, logger: session.logger)
        }
    }
}
