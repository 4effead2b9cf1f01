package import EventBus
import RedisEventBus

/// The ACL file of a catalogue: one user of Redis for each role, each with what its work needs and nothing else.
///
/// The users have no password, and nobody can log in as one until it is given one. Redis takes no comments in such a file.
package struct RedisAccessFile: Sendable {
    private let keys: KeyPatterns
    private let queues: [WorkQueueDeclaration]
    private let channels: [String]
    private let bridged: [WorkQueueDeclaration]

    /// The file of a namespace, of the lists and channels that routes name, and of lists that are bridged.
    ///
    /// - Parameters:
    ///   - events: The catalogue's events.
    ///   - bridged: The lists of deployed services that a bridge brings into the log.
    package init(namespace: String, events: [EventDeclaration], bridged: [WorkQueueDeclaration] = []) {
        keys = KeyPatterns(namespace: namespace)
        self.bridged = bridged
        var lists: Set<String> = []
        queues = events.flatMap(\.routes).compactMap(\.queue).filter { lists.insert($0.list).inserted }
        var seen: Set<String> = []
        channels = events.flatMap(\.routes).compactMap { route -> String? in
            guard case .channel(let name) = route.destination, seen.insert(name).inserted else { return nil }
            return KeyPatterns.literal(name)
        }
    }

    /// Lists and channels whose names cannot stand in an ACL file, since they have a space in them.
    package var unwritable: [String] {
        ((queues + bridged).flatMap { [$0.list, $0.processing, $0.dead] } + channels)
            .filter { $0.contains(where: \.isWhitespace) }
    }

    /// The file.
    package var text: String {
        "user default off resetpass resetkeys resetchannels -@all\n"
            + RedisRole.allCases.map { "user \($0.rawValue) on resetkeys resetchannels \(rights(of: $0).rules)\n" }
            .joined()
    }

    private func rights(of role: RedisRole) -> RedisRights {
        switch role {
        case .publisher: connecting + publishing
        case .consumer: connecting + consuming + keepingState + following + listening
        case .router: connecting + consuming + routing + reaping + trimming
        case .worker: connecting + working + listening
        case .bridge: connecting + publishing + bridging
        case .operate: connecting + following + looking + operating + trimming
        case .monitor: connecting + following + looking
        case .serve:
            connecting + publishing + consuming + routing + reaping + trimming + following + looking + operating
                + reconciling + bridging
        }
    }

    private var lists: [String] { queues.map { KeyPatterns.literal($0.list) } }

    /// What says who redrove or discarded what was given up on, for each list.
    private var queueAudits: [String] { queues.map { KeyPatterns.literal($0.audit) } }

    /// What a connection says of itself, and what it asks about the server and its own rights.
    private var connecting: RedisRights {
        RedisRights("ping info select client|id client|setname acl|whoami acl|dryrun")
    }

    /// Appends, with histories and idempotency keys; looks for an append whose answer was lost; relays an outbox.
    private var publishing: RedisRights {
        RedisRights(
            "multi exec script|load client|kill", scripted: [keys.log, keys.history, keys.idempotency, keys.outbox],
            grants: [
                .use(keys.log, by: "xadd xlen xinfo|stream xrange xrevrange"),
                .use(keys.history, by: "xadd xrevrange xinfo|stream"),
                .use(keys.idempotency, by: "get set"), .use(keys.outbox, by: "get set"),
            ])
    }

    /// Reads a group under a lease; parks and buries what fails.
    private var consuming: RedisRights {
        RedisRights(
            "script|load time client|kill client|list client|unblock",
            scripted: [
                keys.log, keys.dead, keys.lease, keys.members, keys.position, keys.pause, keys.delayed, keys.held,
            ],
            grants: [
                .use(
                    keys.log,
                    by: """
                        xreadgroup xack xclaim xpending xgroup|create xgroup|delconsumer xinfo|stream xinfo|groups \
                        xinfo|consumers xrange exists
                        """),
                .use(keys.dead, by: "xadd xlen"),
                .use(keys.lease, by: "hget hmget hset hincrby hgetall"),
                .use(keys.members, by: "hget hset hdel hgetall hvals"),
                .use(keys.position, by: "get set"), .use(keys.pause, by: "hgetall"),
                .use(keys.delayed, by: "zadd zcard zrem zrange zscore"), .use(keys.held, by: "hget hset hlen hscan"),
            ])
    }

    /// What handlers keep beside the log, with commands of their choice.
    private var keepingState: RedisRights {
        RedisRights(
            scripted: [keys.state],
            grants: [.use(keys.state, by: "@string @hash @list @set @sortedset del expire pexpire exists type")])
    }

    /// Reads the log as a subscriber, and histories.
    private var following: RedisRights {
        RedisRights(
            "multi exec client|unblock",
            grants: [
                .read(keys.log, by: "xread xrange xrevrange xinfo|stream xlen exists"),
                .read(keys.trimmed, by: "hmget"), .read(keys.history, by: "xrange"),
            ])
    }

    /// Notes which deliveries of MLflow were dealt with, and how far its registry was looked through.
    private var reconciling: RedisRights {
        RedisRights("multi exec", grants: [.use(keys.models, by: "exists set get del pexpire hgetall hset hdel")])
    }

    private var listening: RedisRights { RedisRights(grants: [.speak(channels, by: "subscribe")]) }

    private var routing: RedisRights {
        RedisRights(scripted: lists, grants: [.use(lists, by: "lpush"), .speak(channels, by: "publish")])
    }

    /// Takes, renews and settles; what workers of other languages do on the same lists.
    private var working: RedisRights {
        queues.reduce(RedisRights("script|load time client|unblock")) { rights, queue in
            let names = Self.keys(of: queue)
            return rights
                + RedisRights(
                    scripted: names,
                    grants: [
                        .use(
                            names,
                            by: """
                                lpush rpush lrem lmove rpoplpush blmove brpoplpush llen lrange lpos hlen hget hset hdel \
                                zadd zcard zrem zrange zrangebyscore
                                """)
                    ])
        }
    }

    /// Takes off lists that no route puts on, appends, and buries what is no event.
    private var bridging: RedisRights {
        bridged.reduce(RedisRights()) { rights, queue in
            let names = [queue.list, queue.processing, queue.dead].map(KeyPatterns.literal)
            return rights
                + RedisRights(
                    scripted: names + [keys.bridged],
                    grants: [.use(names, by: "lmove lrange llen lpos lrem lpush"), .use(keys.bridged, by: "get set")])
        }
    }

    /// Looks at processing lists, and returns what dead workers held.
    private var reaping: RedisRights {
        queues.reduce(RedisRights("script|load time")) { rights, queue in
            let names = Self.keys(of: queue)
            return rights
                + RedisRights(
                    scripted: names,
                    grants: [
                        .use(names, by: "lpush rpush lrem lpos llen lrange hget hset hdel hscan zrem zrangebyscore")
                    ])
        }
    }

    private var trimming: RedisRights {
        RedisRights(
            "script|load time", scripted: [keys.log, keys.trimmed, keys.audit],
            grants: [
                .use(
                    keys.log,
                    by: "xtrim xrange xinfo|stream xinfo|groups xpending xack exists memory|usage xlen"),
                .use(keys.trimmed, by: "hmget hset hincrby del hgetall"),
                .use(keys.audit, by: "xadd xlen"),
            ])
    }

    /// Everything that `status`, `groups`, `queue list`, `dead list`, `retention status`, `audit` and `doctor` show.
    private var looking: RedisRights {
        let queueKeys = queues.flatMap { Self.keys(of: $0) }
        return RedisRights(
            "time client|list",
            grants: [
                .read(
                    keys.log,
                    by: """
                        xinfo|stream xinfo|groups xinfo|consumers xpending xlen xrange xrevrange exists type \
                        memory|usage
                        """),
                .read(keys.dead, by: "xlen xrange xrevrange type"), .read(keys.audit, by: "xlen xrange xrevrange"),
                .read(keys.lease, by: "hgetall"), .read(keys.members, by: "hgetall"),
                .read(keys.position, by: "get"), .read(keys.pause, by: "hgetall"),
                .read(keys.trimmed, by: "hmget hgetall"),
            ]
                + (queueKeys.isEmpty
                    ? []
                    : [
                        RedisGrant(
                            patterns: queueKeys.map { "%R~" + $0 },
                            commands: ["llen", "lrange", "lindex", "zcard", "zrange", "hgetall", "type"]),
                        RedisGrant(
                            patterns: queueAudits.map { "%R~" + $0 }, commands: ["xlen", "xrange", "xrevrange"]),
                    ]))
    }

    /// Pauses and resumes, redrives and discards.
    private var operating: RedisRights {
        let sum = RedisRights(
            "script|load eval client|kill",
            scripted: [keys.log, keys.dead, keys.delayed, keys.held, keys.pause, keys.audit] + lists + queueAudits,
            grants: [
                .use(keys.pause, by: "hset del hgetall"),
                .use(keys.dead, by: "xlen xrange xdel xadd"), .use(keys.audit, by: "xadd xlen"),
                .use(keys.log, by: "xrange xpending xclaim"), .use(keys.delayed, by: "zcard zadd"),
                .use(keys.held, by: "hget hdel"),
                .use(lists, by: "lpush"), .speak(channels, by: "publish"), .use(queueAudits, by: "xadd xlen"),
            ])
        return queues.reduce(sum) { rights, queue in
            let names = Self.keys(of: queue)
            return rights + RedisRights(scripted: names, grants: [.use(names, by: "llen lrem lpush lrange")])
        }
    }

    private static func keys(of queue: WorkQueueDeclaration) -> [String] {
        [queue.list, queue.processing, queue.dead, queue.claims, queue.delayed].map(KeyPatterns.literal)
    }
}
