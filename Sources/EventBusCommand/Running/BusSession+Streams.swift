import ConfiguredEventBus
import EventBus
import EventCatalogue
import RedisEventBus

extension BusSession {
    /// The stream of that name.
    ///
    /// - Throws: ``CommandFailure`` that lists the streams there are.
    func stream(named name: String) throws -> StreamDeclaration {
        let streams = bus.transport.streams
        if let stream = streams.first(where: { $0.name == name }) { return stream }
        let names = streams.map(\.name).joined(separator: ", ")
        let meant = Suggestion.phrase(for: name, among: streams.map(\.name))
        throw CommandFailure(.usage, "the catalogue has no stream “\(name)”\(meant); it has: \(names)")
    }

    /// The streams of those names; all of the catalogue's where none is named.
    func streams(named names: [String]) throws -> [StreamDeclaration] {
        names.isEmpty ? bus.transport.streams : try names.map { try stream(named: $0) }
    }

    /// The stream that was named, or the only one there is.
    func stream(named name: String?) throws -> StreamDeclaration {
        if let name { return try stream(named: name) }
        let streams = bus.transport.streams
        if streams.count == 1 { return streams[0] }
        let names = streams.map(\.name).joined(separator: ", ")
        throw CommandFailure(.usage, "name a stream with --stream; the catalogue has: \(names)")
    }
}
