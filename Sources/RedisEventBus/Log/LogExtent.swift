import EventBus
import RedisClient

/// How far a log reaches, and whether entries of it are gone: what `XINFO STREAM` tells.
struct LogExtent: Sendable, Hashable {
    /// The id given out last; an entry of that id need not be there any more.
    var last = StreamPosition.beginning
    /// The first entry; `nil` where the log is empty.
    var first: StreamPosition?
    /// The highest id that `XDEL` has removed.
    var highestDeleted = StreamPosition.beginning
    var length = 0
    /// How many entries were ever appended; `nil` where the server does not tell (before Redis 7.0).
    var appended: Int? = 0

    /// A log that nobody has written to.
    static let none = LogExtent()

    init(
        last: StreamPosition = .beginning, first: StreamPosition? = nil, highestDeleted: StreamPosition = .beginning,
        length: Int = 0, appended: Int? = 0
    ) {
        self.last = last
        self.first = first
        self.highestDeleted = highestDeleted
        self.length = length
        self.appended = appended
    }

    /// Reads the reply.
    ///
    /// - Throws: `RedisError` for an error reply, other than that there is no such key.
    init(_ reply: RedisReply) throws(RedisError) {
        if let error = reply.error {
            guard error.message.hasPrefix("no such key") else { throw RedisError(error) }
            return
        }
        appended = nil
        var parts = reply.makeIterator()
        while let name = parts.next()?.string, let value = parts.next() {
            switch name {
            case "length": length = Int(value.integer ?? 0)
            case "last-generated-id": last = value.streamID.map { StreamPosition($0) } ?? .beginning
            case "max-deleted-entry-id": highestDeleted = value.streamID.map { StreamPosition($0) } ?? .beginning
            case "entries-added": appended = value.integer.map { Int($0) }
            case "first-entry": first = value.count == 2 ? value[0].streamID.map { StreamPosition($0) } : nil
            default: break
            }
        }
    }

    /// Whether an entry behind `floor` may have been there and be gone.
    ///
    /// Trimming leaves no other trace than the counters: it takes from the front, so nothing behind the floor is gone
    /// while the first entry is not behind it.
    func mayHaveForgotten(after floor: StreamPosition) -> Bool {
        if highestDeleted > floor { return true }
        if let appended, appended == length { return false }
        return (first ?? last) > floor
    }
}
