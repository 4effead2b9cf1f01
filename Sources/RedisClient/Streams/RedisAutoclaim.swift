/// What `XAUTOCLAIM` took over.
public struct RedisAutoclaim: Sendable {
    /// Where to go on; ``RedisStreamID/zero`` once all pending entries have been looked at.
    public let next: RedisStreamID
    /// The entries taken over.
    public let entries: [RedisStreamEntry]
    /// Entries that were pending and no longer in the stream; the server has dropped them (from Redis 7.0).
    public let deleted: [RedisStreamID]

    /// Reads the reply of `XAUTOCLAIM` without `JUSTID`. Before Redis 7.0 entries that are gone come as null, and count as deleted here.
    ///
    /// - Throws: ``RedisError``, for an error reply too.
    public init(_ reply: RedisReply) throws(RedisError) {
        let reply = try reply.get()
        guard reply.count == 2 || reply.count == 3, let next = reply[0].streamID else {
            throw .unexpected(reply, "the reply of XAUTOCLAIM")
        }
        self.next = next
        var entries: [RedisStreamEntry] = []
        for item in reply[1] where !item.isNull { entries.append(try RedisStreamEntry(item)) }
        deleted = (reply.count == 3 ? reply[2].compactMap(\.streamID) : []) + entries.filter(\.isDeleted).map(\.id)
        self.entries = entries.filter { !$0.isDeleted }
    }
}
