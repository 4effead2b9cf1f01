import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventBusMetrics
import EventGateway
import Logging
import ServiceLifecycle

/// `eventbus serve`: everything that has to run beside the publishers and consumers, in one process.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract:
            "Run relay, retention, reaper, bridge, router, MLflow's reconciler and the HTTP gateway in one process.",
        discussion: """
            Starts them in this order: relay, retention, reaper, bridge, router, reconciler, gateway; Ctrl-C and SIGTERM drain them in \
            the reverse order, within 15 s. Redis may be away at the start and at any time: what reads it goes on when it is back. \
            --only runs a part alone, in as many processes as you like: one router routes a partition, the others stand by. The \
            relay runs where an outbox is configured (EVENTBUS_OUTBOX_PATH), the bridge where lists of deployed services are \
            (EVENTBUS_BRIDGE_LISTS), the reconciler where an MLflow server is (MLFLOW_TRACKING_URI), unless MODEL_EVENTS is \
            off. Ends with 69 where the gateway's port is taken. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions

    @Option(
        help: ArgumentHelp(
            "Run only this part: \(ServedPart.allCases.map(\.rawValue).joined(separator: ", ")); may be repeated.",
            valueName: "part"))
    var only: [ServedPart] = []

    @Option(help: "Name of this router: unique, and the same after a restart.")
    var consumer = ProcessName.standard

    @Option(help: "Address that the gateway listens on, by default 127.0.0.1; another one needs tokens.")
    var host: String?

    @Option(help: "Port that the gateway listens on, by default 8080; 0 takes a free one.")
    var port: Int?

    @Option(
        name: .customLong("cloudwatch"),
        help: ArgumentHelp(
            """
            Write the metrics of the queues to standard output once a minute, as CloudWatch's embedded metric format, with \
            this Environment.
            """, valueName: "environment"))
    var cloudWatch: String?

    private var parts: Set<ServedPart> { only.isEmpty ? Set(ServedPart.allCases) : Set(only) }

    func run() async throws {
        let usesOutbox = !parts.isDisjoint(with: [.relay, .gateway, .reconciler])
        let flags: [Setting: String] = [.gatewayHost: host, .gatewayPort: port.map { "\($0)" }].compactMapValues(\.self)
        let registry = MetricRegistry()
        try await BusSession.run(
            options, for: usesOutbox ? .serving : .relaying, adding: flags, metrics: registry
        ) { session in
            if parts == [.relay] { _ = try OutboxOptions.configured(session.settings) }
            if only.contains(.bridge), session.settings.bridgedLists.isEmpty {
                throw CommandFailure(
                    .misconfigured,
                    "no list is bridged: set \(Setting.bridgeLists.environmentVariable), e.g. \(Setting.bridgeLists.example)"
                )
            }
            let context = CommandContext.current
            let servesHTTP = parts.contains(.gateway)
            let configuration = servesHTTP ? try GatewayConfiguration(session.settings) : GatewayConfiguration()
            let address = "\(configuration.tls == nil ? "http" : "https")://\(configuration.host)"
            if parts == [.reconciler], session.settings.models.rollout == .off {
                throw CommandFailure(
                    .misconfigured, "MODEL_EVENTS is off in this environment: there is nothing to reconcile")
            }
            let models = try ServedModels.configured(session, isAskedFor: only.contains(.reconciler), registry)
            let services = ServedServices(
                session: session, consumer: consumer, registry: registry, gateway: configuration, models: models,
                onListening: { port in context.errors("listening on \(address):\(port)\n") },
                bridges: parts.contains(.bridge)
                    ? try session.settings.bridgedLists.map { try session.bridge(from: $0) } : [])
            let served = services.running(parts)
            let names = served.map(\.part.rawValue).joined(separator: ", ")
            CommandContext.printError("serving \(names) as “\(consumer)”; Ctrl-C ends")
            var running = served.flatMap(\.services)
            if let cloudWatch {
                running.insert(CloudWatchWriter(source: session.overviewSource(), environment: cloudWatch), at: 0)
            }
            do {
                try await ServiceRunner.run(running, logger: session.logger)
            } catch {
                await models?.close()
                throw servesHTTP
                    ? ListenFailure.failure(error, host: configuration.host, port: configuration.port) ?? error : error
            }
            await models?.close()
        }
    }
}
