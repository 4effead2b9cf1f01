/// One entry that a group was given and has not acknowledged, as `XPENDING key group - + count` lists them.
public struct RedisPendingEntry: Sendable, Hashable {
    /// The entry's id.
    public let id: RedisStreamID
    /// Who was given it last.
    public let consumer: String
    /// How long ago.
    public let idle: Duration
    /// How often it was given to somebody.
    public let deliveries: Int

    /// Reads the extended form of `XPENDING`.
    ///
    /// - Throws: ``RedisError``, for an error reply too.
    public static func entries(_ reply: RedisReply) throws(RedisError) -> [RedisPendingEntry] {
        let reply = try reply.get()
        var entries: [RedisPendingEntry] = []
        entries.reserveCapacity(reply.count)
        for item in reply {
            guard item.count == 4, let id = item[0].streamID, let consumer = item[1].string, let idle = item[2].integer,
                let deliveries = item[3].integer
            else { throw .unexpected(item, "a pending entry") }
            entries.append(
                RedisPendingEntry(
                    id: id, consumer: consumer, idle: .milliseconds(idle), deliveries: Int(deliveries)))
        }
        return entries
    }
}
