import EventBus
import Hummingbird
import RedisEventBus

/// Which dead letters a request is about.
struct LetterChoice: Sendable {
    /// In these streams.
    let streams: [StreamDeclaration]
    var filter: DeadLetterFilter

    /// The names that choose.
    static let names = ["stream", "group", "type", "error", "before", "since"]

    /// Reads what a query chooses.
    ///
    /// - Throws: ``Problem`` where it can't be.
    init(_ query: QueryReader, of streams: [StreamDeclaration]) throws(Problem) {
        try self.init(
            streams: streams, named: query.all("stream"), groups: query.all("group"), types: query.all("type"),
            error: try query.one("error"), before: try query.one("before"), since: try query.one("since"))
    }

    /// Reads what a body chooses.
    ///
    /// - Throws: ``Problem`` where it can't be.
    init(_ body: ActBody, of streams: [StreamDeclaration]) throws(Problem) {
        try self.init(
            streams: streams, named: try body.texts("stream") ?? [], groups: try body.texts("group") ?? [],
            types: try body.texts("type") ?? [], error: try body.text("error"), before: try body.text("before"),
            since: try body.text("since"))
    }

    private init(
        streams all: [StreamDeclaration], named names: [String], groups: [String], types: [String], error: String?,
        before: String?, since: String?
    ) throws(Problem) {
        for name in names where !all.contains(where: { $0.name == name }) {
            throw Problem(.notFound, .unknown(name, "stream: the catalogue has no stream", among: all.map(\.name)))
        }
        streams = names.isEmpty ? all : all.filter { names.contains($0.name) }
        var filter = DeadLetterFilter()
        filter.groups = Set(groups)
        filter.types = Set(types)
        filter.error = error
        filter.before = try Self.moment("before", before)
        filter.since = try Self.moment("since", since)
        self.filter = filter
    }

    /// This choice with another filter.
    private init(streams: [StreamDeclaration], filter: DeadLetterFilter) {
        self.streams = streams
        self.filter = filter
    }

    /// The choice of what one group gave up on.
    func only(group: String) -> LetterChoice {
        var filter = DeadLetterFilter()
        filter.groups = [group]
        return LetterChoice(streams: streams, filter: filter)
    }

    /// The choice of the letters about one type.
    func only(type: String) -> LetterChoice {
        var filter = DeadLetterFilter()
        filter.types = [type]
        return LetterChoice(streams: streams, filter: filter)
    }

    private static func moment(_ name: String, _ text: String?) throws(Problem) -> Timestamp? {
        guard let text else { return nil }
        guard let time = Timestamp(text) else {
            throw Problem(.badRequest, "\(name): “\(text.prefix(80))” is no time such as 2026-01-31T09:00:00Z")
        }
        return time
    }
}
