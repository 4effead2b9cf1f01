import RedisEventBus

/// Where a client of the live stream stands in every stream that it follows: what `id:` and `Last-Event-ID` carry.
///
/// A pure value. Its text is `stream=positions@server`, streams separated by semicolons, as in
/// `model_lifecycle=1700000000000-0,1700000000000-3@5f0c8d1e;orders=1700000000000-1@5f0c8d1e`.
struct StreamCursor: Sendable, Hashable, CustomStringConvertible {
    /// Why a text is no cursor.
    struct Fault: Error, Sendable, Hashable {
        let detail: String
    }

    /// The streams, in the order of the catalogue.
    let streams: [String]
    /// Where it stands in each.
    var places: [Cursor]

    /// Places a client in some streams.
    init(streams: [String], places: [Cursor]) {
        self.streams = streams
        self.places = places
    }

    var description: String {
        zip(streams, places).map { "\($0)=\($1)" }.joined(separator: ";")
    }

    /// Reads the text of a cursor: where it stands by stream. Which streams there are is the caller's to judge.
    ///
    /// - Throws: ``Fault`` where it is no cursor.
    static func read(_ text: some StringProtocol) throws(Fault) -> [String: Cursor] {
        var places: [String: Cursor] = [:]
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty, let place = Cursor(String(sides[1])) else {
                throw Fault(detail: "“\(part.prefix(80))” is no place in a stream, such as orders=1700000000000-0")
            }
            guard places.updateValue(place, forKey: String(sides[0])) == nil else {
                throw Fault(detail: "the stream \(sides[0].prefix(80)) stands in it twice")
            }
        }
        return places
    }

    /// Whether everything that it has seen was seen by the other, too.
    func isWithin(_ other: StreamCursor) -> Bool {
        zip(places, other.places).allSatisfy { mine, others in
            zip(mine.positions, others.positions).allSatisfy { $0 <= $1 }
        }
    }

    /// Moves on in one partition, on the server that `cursor` names.
    mutating func move(_ stream: Int, _ partition: Int, to cursor: Cursor) {
        var positions = places[stream].positions
        positions[partition] = cursor.positions[partition]
        places[stream] = Cursor(positions: positions, server: cursor.server)
    }
}
