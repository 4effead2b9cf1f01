import EventBus
import RedisClient

/// What the server says of one log and of the groups that read it, at one moment.
struct RetentionFacts: Sendable, Hashable {
    /// What one group has behind it.
    struct Group: Sendable, Hashable {
        var name: String
        /// The last position it was given.
        var lastDelivered: StreamPosition
        /// How many entries it was given and has not acknowledged.
        var pending = 0
        /// The oldest of them.
        var oldestPending: StreamPosition?
        /// How many entries it has yet to be given, as the server counts; `nil` where it does not know.
        var lag: Int?

        /// The first position that the group has yet to finish.
        var needs: StreamPosition {
            guard let oldestPending else { return lastDelivered.next }
            return min(oldestPending, lastDelivered.next)
        }
    }

    /// The server's clock, in milliseconds since 1970.
    var now: UInt64 = 0
    /// How many entries the log has.
    var length = 0
    /// The first of them.
    var first: StreamPosition?
    /// The last id that was given to an entry, whether it is still there or not.
    var last = StreamPosition.beginning
    var groups: [Group] = []
    /// The size of the log in bytes, as the server estimates it from a sample; `nil` where it will not say.
    var bytes: Int?

    /// A log of which nothing is known yet.
    init() {}

    /// The position of a moment so far back: ids are of the server's clock.
    func position(before age: Duration) -> StreamPosition {
        let milliseconds = UInt64(Swift.max(0, age / .milliseconds(1)))
        return StreamPosition(milliseconds: now > milliseconds ? now - milliseconds : 0, sequence: 0)
    }

    /// How many entries a group has yet to be given; `nil` where nobody can tell.
    ///
    /// Redis 7.0 goes on counting entries that were trimmed: where the two ends of the log tell the number, they do.
    func lag(of group: Group) -> Int? {
        if group.lastDelivered >= last || length == 0 { return 0 }
        if let first, group.lastDelivered < first { return length }
        return group.lag.map { min($0, length) }
    }

    /// How old what stands at a position is; what is of the future is not old at all.
    func age(of position: StreamPosition) -> Duration {
        .milliseconds(now > position.milliseconds ? Int64(now - position.milliseconds) : 0)
    }
}

extension RetentionFacts {
    /// Asks the server; a log that does not exist is an empty one.
    ///
    /// - Throws: `RedisError` where there is no answer, or this user may not ask.
    static func ask(_ client: RedisClient, log: String) async throws(RedisError) -> RetentionFacts {
        var commands = RedisCommands()
        commands.append("TIME")
        commands.append("XINFO", "STREAM", log)
        commands.append("XINFO", "GROUPS", log)
        commands.append("MEMORY", "USAGE", log)
        let replies = try await client.send(commands)
        var facts = try RetentionFacts(
            now: milliseconds(try replies[0].get()) ?? 0, info: replies[1], groups: replies[2], bytes: replies[3])
        commands.removeAll()
        for group in facts.groups { commands.append("XPENDING", log, group.name) }
        try facts.takePending(try await client.send(commands)[...])
        return facts
    }

    /// The server's clock out of the reply of `TIME`, in milliseconds since 1970.
    static func milliseconds(_ time: RedisReply) -> UInt64? {
        guard time.count == 2, let seconds = time[0].integer, let rest = time[1].integer else { return nil }
        return UInt64(seconds) * 1_000 + UInt64(rest) / 1_000
    }

    /// Reads the replies of `XINFO STREAM`, `XINFO GROUPS` and `MEMORY USAGE`; a log that does not exist is an empty one.
    ///
    /// - Throws: `RedisError` for an error reply; that of `MEMORY USAGE` means that the size is not told.
    init(now: UInt64, info: RedisReply, groups: RedisReply, bytes: RedisReply) throws(RedisError) {
        self.now = now
        self.bytes = bytes.integer.map { Int($0) }
        let log = try LogFacts(info: info)
        (length, first, last) = (log.length, log.first, log.last)
        if info.error == nil { self.groups = Self.groups(try groups.get()) }
    }

    /// Takes in one reply of `XPENDING` for each of the groups.
    ///
    /// - Throws: `RedisError` where a reply has another shape.
    mutating func takePending(_ replies: ArraySlice<RedisReply>) throws(RedisError) {
        for (index, reply) in zip(groups.indices, replies) {
            // A group that went away meanwhile has nothing pending.
            guard reply.error == nil else { continue }
            groups[index].oldestPending = try RedisPendingSummary(reply).first.map { StreamPosition($0) }
        }
    }

    private static func groups(_ reply: RedisReply) -> [Group] {
        reply.map { item in
            var group = Group(name: "", lastDelivered: .beginning)
            var fields = item.makeIterator()
            while let name = fields.next(), let value = fields.next() {
                switch name.string {
                case "name": group.name = value.string ?? ""
                case "pending": group.pending = Int(value.integer ?? 0)
                case "lag": group.lag = value.integer.map { Int($0) }
                case "last-delivered-id":
                    group.lastDelivered = value.streamID.map { StreamPosition($0) } ?? .beginning
                default: break
                }
            }
            return group
        }
    }
}
