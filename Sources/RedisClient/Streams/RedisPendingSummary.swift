/// What a group was given and has not acknowledged, as `XPENDING key group` sums it up.
public struct RedisPendingSummary: Sendable, Hashable {
    /// How many entries.
    public let count: Int
    /// The oldest of them; `nil` if there is none.
    public let first: RedisStreamID?
    /// The newest of them; `nil` if there is none.
    public let last: RedisStreamID?
    /// How many each consumer has.
    public let consumers: [String: Int]

    /// Reads the short form of `XPENDING`.
    ///
    /// - Throws: ``RedisError``, for an error reply too.
    public init(_ reply: RedisReply) throws(RedisError) {
        let reply = try reply.get()
        guard reply.count == 4, let count = reply[0].integer else { throw .unexpected(reply, "the reply of XPENDING") }
        self.count = Int(count)
        first = reply[1].streamID
        last = reply[2].streamID
        var consumers: [String: Int] = [:]
        for item in reply[3] {
            guard item.count == 2, let name = item[0].string, let number = item[1].integer else {
                throw .unexpected(item, "a consumer and its number of entries")
            }
            consumers[name] = Int(number)
        }
        self.consumers = consumers
    }
}
