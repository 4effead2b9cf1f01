/// What `XREAD` or `XREADGROUP` found in one stream.
public struct RedisStreamRead: Sendable {
    /// The stream's key.
    public let key: String
    /// Its entries, in the stream's order.
    public let entries: [RedisStreamEntry]

    /// Reads the reply of `XREAD` or `XREADGROUP`; null, the end of the blocking time, is no stream.
    ///
    /// - Throws: ``RedisError``, for an error reply too.
    public static func streams(_ reply: RedisReply) throws(RedisError) -> [RedisStreamRead] {
        let reply = try reply.get()
        guard reply.kind == .array || reply.isNull else { throw .unexpected(reply, "an array of streams") }
        var streams: [RedisStreamRead] = []
        for item in reply {
            var parts = item.makeIterator()
            guard item.count == 2, let key = parts.next()?.string, let entries = parts.next() else {
                throw .unexpected(item, "a stream's key and entries")
            }
            streams.append(RedisStreamRead(key: key, entries: try RedisStreamEntry.entries(range: entries)))
        }
        return streams
    }
}
