import RedisClient

/// Which data a server holds, as its replication id tells: it changes when the server starts with other data and when a replica
/// becomes the primary, which then remembers the id that it had before.
struct ServerLineage: Sendable, Hashable {
    /// The first eight digits of the replication id: enough to tell one server from another, and short in a cursor.
    let id: String
    /// The same of the id before; `nil` where there was none.
    let previous: String?

    /// What the data of a server have to do with those that a cursor was taken from.
    enum Relation: Sendable, Hashable {
        /// The same data, grown.
        case same
        /// A replica took over: what it had not been sent is lost.
        case successor
        /// Other data, or the same from a disk.
        case unrelated
        /// The cursor does not say.
        case unknown
    }

    init(id: String, previous: String? = nil) {
        self.id = String(id.prefix(8))
        self.previous = previous.flatMap { $0.allSatisfy { $0 == "0" } ? nil : String($0.prefix(8)) }
    }

    /// Reads the reply of `INFO replication`; `nil` where the server will not say.
    init?(_ reply: RedisReply) {
        guard reply.error == nil, let text = reply.string else { return nil }
        let facts = ServerFacts(info: text)
        guard let id = facts["master_replid"] else { return nil }
        self.init(id: id, previous: facts["master_replid2"])
    }

    /// What this server has to do with the one of a cursor.
    func relation(to server: String?) -> Relation {
        switch server {
        case nil: .unknown
        case id: .same
        case previous: .successor
        default: .unrelated
        }
    }
}
