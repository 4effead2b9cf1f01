import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import RedisEventBus

/// `eventbus tail`: the events of a stream as they come, from any position.
struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail",
        abstract: "Print the events of a stream as they come, from any position of the log.",
        discussion: """
            Reads the log itself: no gap and no repeat, over reconnects too. Where entries are missing all the same – trimmed, \
            or lost with the log – it says so on standard error and goes on; so it does of entries that are no events. The \
            cursor that --json prints with each event is what --from takes to go on behind it. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: "The stream; may be left out where the catalogue has one.", completion: CatalogueCompletion.streams)
    var stream: String?

    @Option(
        help: ArgumentHelp(
            "Where to begin: now, beginning, a cursor (positions separated by commas), or a time (RFC 3339).",
            valueName: "place"))
    var from = "now"

    @Option(help: "Only events of this type; may be repeated.", completion: CatalogueCompletion.events)
    var type: [String] = []

    @Option(help: "End after so many events.")
    var count: Int?

    @Flag(help: "End with the last event that is in the log now, instead of waiting for more.")
    var noFollow = false

    func validate() throws {
        if let count, count < 1 { throw ValidationError("--count must be at least 1.") }
    }

    /// Checks that a stream has a type of event: to wait for one that there is not would be to wait for ever.
    private static func check(_ type: String, in stream: StreamDeclaration, _ events: [EventDeclaration]) throws {
        let named = events.filter { ([$0.type] + $0.aliases).contains(type) }
        if named.contains(where: { $0.stream.name == stream.name }) { return }
        guard let other = named.first else {
            throw CommandFailure(.usage, EventNames.unknown(type, in: events.map(\.type)))
        }
        throw CommandFailure(
            .usage, "“\(type)” goes to the stream \(other.stream.name), not to \(stream.name): name it with --stream")
    }

    func run() async throws {
        try await BusSession.run(options) { session in
            let declaration = try session.stream(named: stream)
            for name in type { try Self.check(name, in: declaration, session.catalogue.declarations) }
            let start = try TailStart.read(from, partitions: declaration.partitions)
            let reader = TailReader(
                transport: session.bus.transport, stream: declaration, start: start, types: Set(type), limit: count,
                form: output.form)
            if noFollow { return try await reader.readToEnd() }
            try await ServiceRunner.run([reader], logger: session.logger)
        }
    }
}
