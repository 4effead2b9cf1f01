import EventBus
import RedisEventBus

/// What was asked of a server; a pure value that ``ServerJudgement`` looks at.
struct ServerExamination: Sendable {
    /// Whether something that needs a right was allowed.
    enum Permission: Sendable, Hashable {
        /// It was.
        case allowed
        /// It was not; the server's words.
        case denied(String)
    }

    /// What `INFO` said; nothing where it is denied.
    var facts: ServerFacts
    /// Whether `INFO` is allowed.
    var info = Permission.allowed
    /// What this user may do, by role; `nil` where it may not ask.
    var rights: [RoleRights]?
    /// `appendfsync`, where `CONFIG GET` is allowed.
    var fsync: String?
    /// `aof-load-truncated`, where `CONFIG GET` is allowed.
    var loadTruncated: String?
    /// Whether `CONFIG GET` is allowed.
    var config: Permission
    /// Whether `CLIENT KILL` is allowed.
    var clientKill: Permission
    /// Whether scripts may be run.
    var scripts: Permission
    /// How long one round trip took.
    var latency: Duration
    /// The server's clock minus ours.
    var clockDifference: Duration
    /// What is where the logs of the catalogue's streams belong.
    var logs: [Log]

    /// What a user lacks for one role.
    struct RoleRights: Sendable, Hashable {
        /// What somebody in this role does, as a verb.
        var role: String
        /// What is refused, in the server's words.
        var missing: [String]
    }

    /// One partition's log.
    struct Log: Sendable {
        /// The name of its key.
        var key: String
        /// The stream.
        var stream: String
        /// The stream and partition, for people.
        var name: String
        /// The Redis type of the key: `stream`, or `none` where there is none yet.
        var type: String
        /// How many entries it has.
        var entries: Int64
        /// How many dead letters there are.
        var deadLetters: Int64
        /// Its consumer groups.
        var groups: [Group]
    }

    /// One consumer group of a log.
    struct Group: Sendable {
        var name: String
        /// Deliveries that nobody has acknowledged yet.
        var pending: Int64
        /// Entries not yet delivered, where the server knows.
        var lag: Int64?
    }
}
