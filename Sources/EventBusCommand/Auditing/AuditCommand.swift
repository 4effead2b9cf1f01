import ArgumentParser
import ConfiguredEventBus
import EventBus
import EventBusOperations
import EventCatalogue

/// `eventbus audit`: who did what, when and why.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Print who published, redrove, discarded, paused, resumed or trimmed what, the newest last.",
        discussion: """
            Publications are the log's own entries, and are shown for as long as the log keeps them; of every other act about \
            the last 10,000 are kept for each partition and work queue. What was done to refused events of the outbox \
            that is configured here is shown, too. Payloads never are. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    @Option(help: "Only acts on this stream; may be repeated.")
    var stream: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only this act: \(AuditAct.all.map(\.rawValue).joined(separator: ", ")); may be repeated.",
            valueName: "act"),
        transform: AuditCommand.act)
    var act: [AuditAct] = []

    @Option(help: ArgumentHelp("Only acts of this person, token or service.", valueName: "name"))
    var who: String?

    @Option(
        help: ArgumentHelp(
            "Only acts since then: a time such as 2030-01-31T12:00:00Z, or an age such as 2h.", valueName: "time"))
    var since: String?

    @Option(name: .customLong("event-id"), help: ArgumentHelp("Only what happened to this event.", valueName: "id"))
    var eventID: String?

    @Option(help: "At most so many, the newest of all.")
    var limit = 100

    func validate() throws {
        guard (1...1_000_000).contains(limit) else { throw ValidationError("--limit must be from 1 to 1000000.") }
        _ = try since.map { try Self.time($0) }
    }

    func run() async throws {
        try await BusSession.run(options) { session in
            var filter = AuditFilter()
            filter.acts = Set(act)
            filter.streams = Set(try stream.map { try session.stream(named: $0).name })
            filter.who = who
            filter.since = try since.map { try Self.time($0) }
            filter.eventID = eventID
            let trail = AuditTrail(of: session.bus.transport, with: try await session.outboxActs())
            let records = try await trail.latest(limit, filter)
            for record in records { CommandContext.print(AuditLine(record: record).text(output.form)) }
            if records.isEmpty { CommandContext.printError("no record of this") }
        }
    }

    private static func act(_ name: String) throws -> AuditAct {
        let act = AuditAct(rawValue: name)
        if AuditAct.all.contains(act) { return act }
        let names = AuditAct.all.map(\.rawValue)
        throw ValidationError(
            "there is no act “\(name)”\(Suggestion.phrase(for: name, among: names)); there are: "
                + names.joined(separator: ", "))
    }

    private static func time(_ text: String) throws -> Timestamp {
        if let time = Timestamp(text) { return time }
        if let age = DurationText.read(text), age > .zero {
            return Timestamp(microseconds: Timestamp.now.microseconds - Int64(age / .microseconds(1)))
        }
        throw ValidationError("--since “\(text)” is neither a time such as 2030-01-31T12:00:00Z nor an age such as 2h.")
    }
}
