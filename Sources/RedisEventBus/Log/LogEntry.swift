import EventBus
import RedisClient

/// One entry of a log as a reader finds it.
struct LogEntry: Sendable {
    let position: StreamPosition
    let content: Content

    enum Content: Sendable {
        case event(EventRecord)
        /// Not an event: somebody wrote it by hand.
        case malformed(MalformedRecord)
        /// Still pending, but no longer in the log.
        case trimmed
    }

    /// An entry that is pending and no longer in the log.
    init(trimmed position: StreamPosition) {
        self.position = position
        content = .trimmed
    }

    /// Reads `[id, [field, value, …]]`.
    init?(_ reply: RedisReply) {
        guard reply.count == 2 else { return nil }
        var parts = reply.makeIterator()
        guard let id = parts.next()?.streamID, let fields = parts.next() else { return nil }
        position = StreamPosition(id)
        guard fields.kind == .array else {
            content = .trimmed
            return
        }
        var spans = EventRecord.Spans()
        fields.forEachPair { name, value in
            spans.set(name, EventRecord.Span(start: value.start, length: value.count))
        }
        do throws(MalformedRecord) {
            content = .event(try EventRecord(storage: reply.storage, spans: spans))
        } catch {
            content = .malformed(error)
        }
    }

    /// Reads the reply of `XREAD` or `XREADGROUP` over one stream; null is no entry.
    static func entries(read reply: RedisReply) -> [LogEntry] {
        guard reply.count == 1, reply[0].count == 2 else { return [] }
        return entries(range: reply[0][1])
    }

    /// Reads the reply of `XRANGE`, or the entries within another reply.
    static func entries(range reply: RedisReply) -> [LogEntry] {
        var entries: [LogEntry] = []
        entries.reserveCapacity(reply.count)
        for entry in reply {
            if let entry = LogEntry(entry) { entries.append(entry) }
        }
        return entries
    }
}
