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

    /// The position of a moment so far back: ids are of the server's clock.
    func position(before age: Duration) -> StreamPosition {
        let milliseconds = UInt64(Swift.max(0, age / .milliseconds(1)))
        return StreamPosition(milliseconds: now > milliseconds ? now - milliseconds : 0, sequence: 0)
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
        var facts = RetentionFacts()
        let time = try replies[0].get()
        if time.count == 2 {
            facts.now = UInt64(time[0].integer ?? 0) * 1_000 + UInt64(time[1].integer ?? 0) / 1_000
        }
        facts.bytes = replies[3].integer.map { Int($0) }
        let info = try LogFacts(info: replies[1])
        (facts.length, facts.first, facts.last) = (info.length, info.first, info.last)
        guard replies[1].error == nil else { return facts }
        facts.groups = try await pending(of: groups(try replies[2].get()), client, log)
        return facts
    }

    private static func groups(_ reply: RedisReply) -> [Group] {
        reply.map { item in
            var group = Group(name: "", lastDelivered: .beginning)
            var fields = item.makeIterator()
            while let name = fields.next(), let value = fields.next() {
                switch name.string {
                case "name": group.name = value.string ?? ""
                case "pending": group.pending = Int(value.integer ?? 0)
                case "last-delivered-id":
                    group.lastDelivered = value.streamID.map { StreamPosition($0) } ?? .beginning
                default: break
                }
            }
            return group
        }
    }

    private static func pending(
        of groups: [Group], _ client: RedisClient, _ log: String
    ) async throws(RedisError) -> [Group] {
        var commands = RedisCommands()
        for group in groups { commands.append("XPENDING", log, group.name) }
        let replies = try await client.send(commands)
        var groups = groups
        for (index, reply) in replies.enumerated() {
            // A group that went away meanwhile has nothing pending.
            guard reply.error == nil else { continue }
            groups[index].oldestPending = try RedisPendingSummary(reply).first.map { StreamPosition($0) }
        }
        return groups
    }
}
