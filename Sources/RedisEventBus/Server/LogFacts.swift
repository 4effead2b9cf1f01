import EventBus
import RedisClient

/// What the server says of one log at one moment.
struct LogFacts: Sendable, Hashable {
    /// How many entries the log has.
    var length = 0
    /// The first of them; `nil` in an empty log.
    var first: StreamPosition?
    /// The last id that was given to an entry, whether it is still there or not.
    var last = StreamPosition.beginning
    /// How many entries were ever appended.
    var added = 0
    /// The greatest id that was deleted one by one, not trimmed.
    var lastDeleted = StreamPosition.beginning
    /// What retention has removed.
    var trimmed = TrimRecord()

    /// What retention keeps in Redis about what it removed from a log.
    struct TrimRecord: Sendable, Hashable {
        /// Everything up to this position is gone; as a rule an entry that was removed.
        var through = StreamPosition.beginning
        /// How many entries retention has removed in all.
        var removed = 0
    }

    /// From the first entry to the last id; `nil` in an empty log.
    var range: ClosedRange<StreamPosition>? { first.map { $0...max($0, last) } }

    /// A log that does not exist.
    init() {}

    /// Reads the replies of `XINFO STREAM` and, where given, of `HMGET trimmed through removed`; a log that does not exist is
    /// an error reply there, and empty here.
    ///
    /// - Throws: `RedisError` for any other error reply.
    init(info: RedisReply, trimmed: RedisReply? = nil) throws(RedisError) {
        if let error = info.error {
            guard error.code == "ERR" else { throw RedisError(error) }
            return
        }
        var fields = info.makeIterator()
        while let name = fields.next(), let value = fields.next() {
            switch name.string {
            case "length": length = Int(value.integer ?? 0)
            case "last-generated-id": last = value.streamID.map { StreamPosition($0) } ?? last
            case "max-deleted-entry-id": lastDeleted = value.streamID.map { StreamPosition($0) } ?? lastDeleted
            case "entries-added": added = Int(value.integer ?? 0)
            case "first-entry": first = value.count > 0 ? value[0].streamID.map { StreamPosition($0) } : nil
            default: break
            }
        }
        guard let record = try trimmed?.get(), record.count == 2, let through = record[0].streamID,
            let removed = record[1].integer
        else { return }
        // The record of a log that is no more says nothing of this one.
        guard StreamPosition(through) <= last, Int(removed) <= added - length else { return }
        self.trimmed = TrimRecord(through: StreamPosition(through), removed: Int(removed))
    }
}
