import ArgumentParser
import CatalogueEvents
import ConfiguredEventBus
import EventBus
import RedisEventBus

/// `eventbus history`: what happened to one aggregate.
struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Print the history of one aggregate, such as a model.",
        discussion: "Only events that the catalogue declares with `history: true` are in it. \(ExitStatus.help)")

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "The id of the aggregate, such as msg-model/1/msg-ai.")
    var aggregate: String

    @Option(help: "The type of the aggregate; may be left out where the catalogue has one.")
    var type: String?

    @Option(help: "Only events after this version.")
    var after: UInt64 = 0

    func run() async throws {
        try await BusSession.run(options) { session in
            let kinds = try kinds(in: session.catalogue.declarations)
            var found = 0
            for kind in kinds {
                let history = session.bus.transport.history(
                    of: aggregate, type: kind.type, in: kind.stream, after: after)
                for try await event in history {
                    let place = [("version", JSONValue.number(JSONNumber(event.version)))]
                    CommandContext.print(RecordLine(record: event.record, place: place).text(output.form))
                    found += 1
                }
            }
            guard found > 0 || after > 0 else {
                throw CommandFailure(.failure, "“\(aggregate)” has no history")
            }
        }
    }

    /// The kinds of aggregate that keep a history, each with its stream.
    private func kinds(in events: [EventDeclaration]) throws -> [(type: String, stream: StreamDeclaration)] {
        var kinds: [(type: String, stream: StreamDeclaration)] = []
        for event in events where event.aggregate.history == .kept && (type == nil || type == event.aggregate.type) {
            if !kinds.contains(where: { $0.type == event.aggregate.type && $0.stream.name == event.stream.name }) {
                kinds.append((event.aggregate.type, event.stream))
            }
        }
        let names = Set(kinds.map(\.type)).sorted()
        guard !kinds.isEmpty else {
            throw CommandFailure(
                .usage, "no event of the catalogue keeps a history" + (type.map { " of “\($0)”" } ?? ""))
        }
        guard names.count == 1 else {
            throw CommandFailure(.usage, "name the type of the aggregate with --type: " + names.joined(separator: ", "))
        }
        return kinds
    }
}
