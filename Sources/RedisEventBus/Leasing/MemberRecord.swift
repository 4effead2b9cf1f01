import RedisClient

/// One who takes part in a group: a keeper that says, tick by tick, that it lives.
struct MemberRecord: Sendable, Hashable {
    let instance: String
    /// The name it reads under.
    let consumer: String
    /// Grows while it lives.
    let beat: UInt64
    /// The connection of its commands.
    let link: ServerConnection?
    /// What its entry says: it is removed only while it still says so.
    let entry: String

    /// Reads `beat link consumer`.
    init(instance: String, entry: String) {
        self.instance = instance
        self.entry = entry
        let parts = entry.split(separator: " ", maxSplits: 2)
        beat = parts.first.flatMap { UInt64($0) } ?? 0
        link = parts.count > 1 ? ServerConnection(String(parts[1])) : nil
        consumer = parts.count > 2 ? String(parts[2]) : ""
    }

    /// Reads a `HGETALL` of the members.
    static func all(_ reply: RedisReply) -> [MemberRecord] {
        reply.fields.map { MemberRecord(instance: $0.key, entry: $0.value) }.sorted { $0.instance < $1.instance }
    }
}
