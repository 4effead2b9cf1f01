import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventBus

/// `eventbus load`: publishes many events, and says how fast that went.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load",
        abstract: "Publish many events of one type, and say how fast that went: a load to measure with.",
        discussion: """
            The payload is the catalogue's first example of the event; the fields that name the aggregate, and those of the \
            idempotency key, differ from event to event. The events are real: routers, consumers and workers get them. Use a \
            --namespace of their own, or --embedded, where that is not meant. All bear one correlation id, which is printed \
            first, so that they can be told from others; they leave the log as its retention says. The histories of an event with \
            `history: true` stay for ever, about 5 KB for each aggregate: with a namespace of its own, \
            `redis-cli --scan --pattern 'NAMESPACE:*' | xargs redis-cli UNLINK` removes everything afterwards. Latency counts \
            from when an event was due, so one that stalls shows in those behind it. Ctrl-C ends it and prints what was measured. Exits with 1 \
            where any failed. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "The event's name in the catalogue, such as model_registered.")
    var event: String

    @Option(help: "How many events; this or --duration must be given.")
    var count: Int?

    @Option(help: ArgumentHelp("For how long, such as 30s; this or --count must be given.", valueName: "time"))
    var duration: String?

    @Option(help: ArgumentHelp("How many a second; as fast as it goes unless given.", valueName: "number"))
    var rate: Double?

    @Option(help: "How many are on their way at once, 1 to 10000.")
    var concurrency = 16

    @Option(help: ArgumentHelp("How many aggregates they are of; each its own unless given.", valueName: "number"))
    var aggregates: Int?

    func validate() throws {
        guard count != nil || duration != nil else {
            throw ValidationError("give an end: --count, --duration or both.")
        }
        if let count, count < 1 { throw ValidationError("--count must be at least 1.") }
        if let duration, DurationText.read(duration) ?? .zero <= .zero {
            throw ValidationError("--duration “\(duration)” is no time above zero, such as 500ms, 30s or 5m.")
        }
        if let rate, !(rate > 0 && rate <= 1_000_000) {
            throw ValidationError("--rate must be above 0, and 1000000 at most.")
        }
        guard (1...10_000).contains(concurrency) else {
            throw ValidationError("--concurrency must be from 1 to 10000.")
        }
        if let aggregates, aggregates < 1 { throw ValidationError("--aggregates must be at least 1.") }
    }

    func run() async throws {
        let token = "load\(String(UInt32.random(in: .min ... .max), radix: 36))x"
        let check: (LoadedCatalogue) throws -> Void = { _ = try payloads($0, token) }
        try await BusSession.run(options, beforeConnecting: check) { session in
            let context = CommandContext.current
            context.errors("every event has the correlation id \(token); Ctrl-C ends\n")
            let run = LoadRun(
                bus: session.bus, payloads: try payloads(session.catalogue, token),
                schedule: LoadSchedule(
                    count: count, duration: duration.flatMap { DurationText.read($0) }, rate: rate),
                concurrency: min(concurrency, count ?? .max), context: PublishContext(correlationID: token),
                bar: context.errorsAreTerminal ? ProgressBar(context: context) : nil)
            try await ServiceRunner.run([run], logger: session.logger)
            let (tally, elapsed) = run.outcome
            CommandContext.print(
                LoadReport(event: event, correlationID: token, tally: tally, elapsed: elapsed).text(output.form))
            if tally.failed > 0 { throw CommandFailure(.failure) }
        }
    }

    private func payloads(_ catalogue: LoadedCatalogue, _ token: String) throws -> LoadPayloads {
        try LoadPayloads(try catalogue.admission(ofEvent: event), aggregates: aggregates, token: token)
    }
}
