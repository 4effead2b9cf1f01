import EventBus
import RedisClient

/// Looks for events in a log by their ids, in pages: a look inside a script over a long stretch would stop the server.
struct LogSearch: Sendable {
    let client: RedisClient
    let log: String

    /// How large a page may become, in bytes and entries.
    private static let pageBytes = 2 * 1_048_576
    private static let pageEntries = 1_024

    /// Where the events stand that are found between two positions.
    ///
    /// - Parameters:
    ///   - floor: Only entries behind it are looked at.
    ///   - end: The last that is.
    /// - Throws: `RedisError`.
    func positions(
        of ids: Set<EventID>, after floor: StreamPosition, through end: StreamPosition
    ) async throws(RedisError) -> [EventID: StreamPosition] {
        var found: [EventID: StreamPosition] = [:]
        var position = floor
        var count = 16
        while position < end, found.count < ids.count {
            let page = try await client.command(
                "XRANGE", log, "(\(position)", "\(end)", "COUNT", String(count))
            guard page.count > 0 else { break }
            var bytes = 0
            for entry in page {
                guard let id = entry[0].streamID else { continue }
                position = StreamPosition(id)
                let event = Self.eventID(of: entry[1], &bytes)
                if let event, ids.contains(event) { found[event] = position }
            }
            let size = max(1, bytes / page.count)
            count = min(Self.pageEntries, max(1, Self.pageBytes / size), count * 4)
        }
        return found
    }

    private static func eventID(of fields: RedisReply, _ bytes: inout Int) -> EventID? {
        var id: EventID?
        var parts = fields.makeIterator()
        while let name = parts.next(), let value = parts.next() {
            bytes += value.withBytes(\.count)
            if id == nil, name.withBytes({ $0.elementsEqual("id".utf8) }) { id = value.string.flatMap { EventID($0) } }
        }
        return id
    }

    /// The version that an aggregate's history gives to the entry at a position of the log; `nil` where it has none.
    ///
    /// A history entry ends with the position of its twin in the log, and both ascend together.
    ///
    /// - Throws: `RedisError`.
    func version(of position: StreamPosition, inHistory history: String) async throws(RedisError) -> UInt64? {
        var end = "+"
        while true {
            let page = try await client.command("XREVRANGE", history, end, "-", "COUNT", "16")
            guard page.count > 0 else { return nil }
            for entry in page {
                guard let version = entry[0].streamID?.milliseconds else { return nil }
                end = "(\(version)-0"
                let fields = entry[1]
                guard fields.count >= 2, let twin = fields[fields.count - 1].streamID else { continue }
                if StreamPosition(twin) == position { return version }
                if StreamPosition(twin) < position { return nil }
            }
        }
    }
}
