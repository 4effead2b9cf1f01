import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventCatalogue

/// `eventbus publish`: appends events, each checked against the catalogue first.
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Append events to the log, each checked against the catalogue first.",
        discussion: """
            The payload is one JSON object: given with --data, in a --file (several objects: one for each line), or one \
            for each line of standard input. It ends at the first payload that is refused and says how many events were \
            appended before it. While Redis is away, it is tried again as MESSAGE_RETRY_MAX says; with an outbox (EVENTBUS_OUTBOX_PATH) an event is accepted at once; \
            `eventbus outbox relay`, or the next publisher that runs long enough, appends it. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    @Argument(
        help: "The event's name in the catalogue, such as model_registered.", completion: CatalogueCompletion.events)
    var event: String

    @Option(help: ArgumentHelp("The payload.", valueName: "json"))
    var data: String?

    @Option(
        help: ArgumentHelp("File that holds the payload, or one payload for each line.", valueName: "path"),
        completion: .file())
    var file: String?

    @Option(name: .customLong("correlation-id"), help: "What all events of one story share.")
    var correlationID: String?

    @Option(name: .customLong("causation-id"), help: "Id of the event that led to this one.")
    var causationID: String?

    @Option(help: "W3C trace context.")
    var traceparent: String?

    @Option(
        name: .customLong("expected-version"),
        help: ArgumentHelp(
            "Append only if the aggregate is at this version (0: it has no history); its further events expect the next ones.",
            valueName: "n"))
    var expectedVersion: UInt64?

    @Option(help: ArgumentHelp("On whose behalf, for the audit.", valueName: "name"))
    var by = ProcessName.person

    func validate() throws {
        if by.isEmpty { throw ValidationError("--by must not be empty.") }
        if data != nil, file != nil {
            throw ValidationError("--data and --file each give the payload; use one of them.")
        }
        if let traceparent, TraceParent(traceparent) == nil {
            throw ValidationError(
                "--traceparent “\(PlainText.escaped(traceparent))” is no W3C trace context, such as "
                    + "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.")
        }
    }

    func run() async throws {
        try await BusSession.run(options, for: .publishing, beforeConnecting: checkFirst) { session in
            let payloads = try PayloadSource(data: data, file: file)
            let admission = try session.catalogue.admission(ofEvent: event)
            var context = PublishContext(
                correlationID: correlationID, causationID: causationID, traceParent: traceparent, publishedBy: by,
                expectedVersion: expectedVersion)
            var versions: [String: UInt64] = [:]
            var count = 0
            while let payload = payloads.next() {
                do {
                    let checked = try admission.check(payload.bytes)
                    context.expectedVersion = expectedVersion.map { versions[checked.aggregateID] ?? $0 }
                    let receipt = try await session.bus.publish(
                        checked.declaration, payload: checked.bytes, aggregateID: checked.aggregateID,
                        idempotencyKey: checked.idempotencyKey, context: context)
                    CommandContext.print(
                        ReceiptLine(receipt: receipt, event: checked.declaration.type).text(output.form))
                    if let expected = context.expectedVersion {
                        versions[checked.aggregateID] = receipt.version ?? expected &+ 1
                    }
                    count += 1
                } catch {
                    throw Self.failure(error, payload, appended: count)
                }
            }
            guard count > 0 else { throw CommandFailure(.invalidInput, "there was no payload to publish") }
        }
    }

    /// Checks the event's name, and the first payload where it is at hand.
    private func checkFirst(in catalogue: LoadedCatalogue) throws {
        let admission = try catalogue.admission(ofEvent: event)
        guard data != nil || file != nil, let first = try PayloadSource(data: data, file: file).next() else { return }
        do { _ = try admission.check(first.bytes) } catch { throw Self.failure(error, first, appended: 0) }
    }

    private static func failure(
        _ error: any Error, _ payload: PayloadSource.Payload, appended count: Int
    ) -> CommandFailure {
        let failure = CommandFailure(error)
        let before = count == 0 ? "" : " (\(count) appended before it)"
        return CommandFailure(failure.status, "\(payload.name)\(before): \(failure.message)")
    }
}
