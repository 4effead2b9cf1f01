import CatalogueEvents
import EventBus
import EventCatalogue
import HTTPTypes
import Hummingbird
import RedisEventBus

/// What a client of `GET /events` asks for.
struct StreamQuery: Sendable {
    /// The streams to follow, in the order of the catalogue.
    let streams: [StreamDeclaration]
    let filter: StreamFilter
    let start: StreamStart
    /// Whether fields that may not be shown to people are hidden.
    let isRedacted: Bool

    /// The names of the parameters.
    static let parameters = ["stream", "type", "aggregate", "from", "redact"]

    /// Reads a request.
    ///
    /// - Throws: ``Problem`` 400 that says what is wrong with which parameter.
    init(_ request: Request, catalogue: LoadedCatalogue, streams all: [StreamDeclaration]) throws(Problem) {
        let query = try QueryReader(request, names: Self.parameters)
        streams = try Self.streams(query.all("stream"), all)
        filter = StreamFilter(
            types: try Self.types(query.all("type"), catalogue), aggregates: Set(query.all("aggregate")))
        isRedacted = try query.flag("redact")
        start = try Self.start(try query.one("from"), lastEventID: Self.lastEventID(of: request), streams: streams)
    }

    /// What a browser sends when it connects again (WHATWG HTML, section 9.2.4).
    private static func lastEventID(of request: Request) -> String? {
        guard let name = HTTPField.Name("Last-Event-ID"), let id = request.headers[name] else { return nil }
        return id.isEmpty ? nil : id
    }

    private static func streams(
        _ names: [String], _ all: [StreamDeclaration]
    ) throws(Problem) -> [StreamDeclaration] {
        if names.isEmpty { return all }
        for name in names where !all.contains(where: { $0.name == name }) {
            throw Problem(.badRequest, .unknown(name, "stream: the catalogue has no stream", among: all.map(\.name)))
        }
        return all.filter { names.contains($0.name) }
    }

    private static func types(_ names: [String], _ catalogue: LoadedCatalogue) throws(Problem) -> Set<String> {
        var types: Set<String> = []
        for name in names {
            let type = CloudEventsType(name, of: catalogue.catalogue.id)
            var event = event(name, catalogue)
            if event == nil { event = try self.event(of: type, catalogue) }
            guard let event else {
                throw Problem(
                    .badRequest,
                    .unknown(name, "type: the catalogue has no event", among: catalogue.declarations.map(\.type)))
            }
            types.insert(event.type)
        }
        return types
    }

    private static func event(_ name: String, _ catalogue: LoadedCatalogue) -> EventDeclaration? {
        catalogue.declarations.first { $0.type == name || $0.aliases.contains(name) }
    }

    /// The event whose CloudEvents have this type; another major version than the catalogue's is refused, as it is where events
    /// are published.
    private static func event(
        of type: CloudEventsType?, _ catalogue: LoadedCatalogue
    ) throws(Problem) -> EventDeclaration? {
        guard let type, let event = event(type.event, catalogue) else { return nil }
        guard event.major == type.major else {
            throw Problem(
                .badRequest,
                "type: the catalogue has \(event.type) in version \(event.version), and this is one of version \(type.major)"
            )
        }
        return event
    }

    /// `Last-Event-ID` counts before `from`: a browser that connects again asks for the same address.
    private static func start(
        _ from: String?, lastEventID: String?, streams: [StreamDeclaration]
    ) throws(Problem) -> StreamStart {
        if let lastEventID { return try behind(lastEventID, "Last-Event-ID", streams) }
        switch from {
        case nil, "now": return .now
        case "beginning": return .beginning
        case let text?:
            if let time = Timestamp(text) { return .time(time) }
            guard text.contains("=") else {
                throw Problem(
                    .badRequest,
                    "from: “\(text.prefix(80))” is none of now, beginning, a time such as 2026-01-31T09:00:00Z, and a cursor, "
                        + "such as \(streams.first?.name ?? "orders")=1700000000000-0")
            }
            return try behind(text, "from", streams)
        }
    }

    private static func behind(
        _ text: String, _ name: String, _ streams: [StreamDeclaration]
    ) throws(Problem) -> StreamStart {
        let places: [String: Cursor]
        do throws(StreamCursor.Fault) { places = try StreamCursor.read(text) } catch {
            throw Problem(.badRequest, "\(name): this is no cursor of this stream of events: \(error.detail)")
        }
        let followed = streams.filter { places[$0.name] != nil }
        guard !followed.isEmpty else {
            throw Problem(.badRequest, "\(name): the cursor names none of the streams that are asked for")
        }
        for stream in followed where places[stream.name]?.positions.count != stream.partitions {
            throw Problem(
                .badRequest,
                "\(name): the stream \(stream.name) has \(stream.partitions) partitions, and the cursor has another number of "
                    + "places: begin with a time instead")
        }
        return .behind(places)
    }
}
