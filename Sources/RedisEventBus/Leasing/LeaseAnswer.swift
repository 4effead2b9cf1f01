import EventBus
import RedisClient

/// The reply of `lease.lua`.
struct LeaseAnswer: Sendable, Hashable {
    /// What became of the wish.
    enum Outcome: String, Sendable, Hashable {
        case looked
        case kept
        /// The lease's key had vanished and was made again, under a higher epoch.
        case restored
        case taken
        case left
        /// The lease is another's, or not what was seen any more.
        case refused
    }

    let outcome: Outcome
    /// The lease as it is now.
    var record: LeaseRecord?
    var members: [MemberRecord] = []
    var pause: GroupPause?
    /// The stored position.
    var position: StreamPosition?
    /// The connection that read for the holder before.
    var before: ServerConnection?
    /// The last id of the log, where the lease had vanished and the log may be asked.
    var logEnd: StreamPosition?

    init(
        outcome: Outcome, record: LeaseRecord?, members: [MemberRecord] = [], pause: GroupPause? = nil,
        before: ServerConnection? = nil
    ) {
        self.outcome = outcome
        self.record = record
        self.members = members
        self.pause = pause
        self.before = before
    }

    /// Reads a reply.
    ///
    /// - Throws: `RedisError` where it is none of the script's.
    init(_ reply: RedisReply) throws(RedisError) {
        guard reply.count == 7, let outcome = reply[0].string.flatMap(Outcome.init(rawValue:)) else {
            throw RedisError(.unexpectedReply, "lease.lua answered \(reply)", delivery: .answered)
        }
        self.outcome = outcome
        record = LeaseRecord(fields: reply[1])
        members = MemberRecord.all(reply[2])
        pause = GroupPause(fields: reply[3])
        position = reply[4].streamID.map { StreamPosition($0) }
        before = reply[5].string.flatMap { ServerConnection($0) }
        logEnd = reply[6].streamID.map { StreamPosition($0) }
    }
}
