import EventBus
import RedisEventBus

/// Decides what the state of a server means for the bus.
struct ServerJudgement {
    let examination: ServerExamination
    /// The streams of the catalogue.
    let streams: [StreamDeclaration]
    /// The part of `maxmemory` from which on publishers stop.
    let memoryHighWater: Double
    /// The flags that led to this server, for commands that are suggested.
    var flags = ""

    private var facts: ServerFacts { examination.facts }

    /// Every finding, the server itself first.
    var findings: [Finding] {
        let own: [Finding] =
            switch examination.info {
            case .allowed: [version, role, persistence] + durability + [memory]
            case .denied(let words):
                [
                    .warning(
                        "rights", "INFO is denied (\(words)): version, role, memory and persistence can't be looked at",
                        fix: "grant this user `+info`")
                ]
            }
        return [reachable] + own + [config, clientKill] + rights + [scripts, clock] + logs
    }

    /// What this user may do; a user that has one role lacks the rights of the others, which may be meant.
    private var rights: [Finding] {
        guard let rights = examination.rights else { return [] }
        let granted = rights.filter(\.missing.isEmpty).map(\.role)
        let lacking = rights.filter { !$0.missing.isEmpty }.map { right in
            let more = right.missing.count > 1 ? ", and \(right.missing.count - 1) more" : ""
            return Finding.warning(
                "rights", "this user may not \(right.role): \(right.missing[0])\(more)",
                fix: "nothing, where it does not have to; else grant it that (docs/operations.md lists the roles)")
        }
        return (granted.isEmpty ? [] : [.good("rights", "this user may " + granted.joined(separator: ", "))]) + lacking
    }

    private var reachable: Finding {
        let milliseconds = examination.latency / .microseconds(1) / 1000
        return .good("redis", "answers in \((milliseconds * 100).rounded() / 100) ms")
    }

    private var version: Finding {
        let isValkey = facts["valkey_version"] != nil
        let name = isValkey ? "Valkey" : "Redis"
        let needed = isValkey ? (major: 7, minor: 2) : (major: 7, minor: 0)
        if facts.isAtLeast(major: needed.major, minor: needed.minor) {
            return .good("version", "\(name) \(facts.version)")
        }
        return .problem(
            "version", "\(name) \(facts.version) is too old: scripts need 7.0 (Valkey 7.2)",
            fix: "upgrade the server to Redis 7.0 or newer, or Valkey 7.2 or newer")
    }

    private var role: Finding {
        if facts.isLoading {
            return .problem("role", "the server is still loading its data", fix: "wait until it is done")
        }
        if facts.isPrimary { return .good("role", "primary, takes writes") }
        return .problem(
            "role", "this server is a replica and refuses writes",
            fix: "name the primary in REDIS_URL"
                + (facts["master_host"].map { "; it is \($0):\(facts["master_port"] ?? "6379")" } ?? ""))
    }

    private var persistence: Finding {
        guard facts.hasAppendOnlyFile else {
            return .warning(
                "persistence", "there is no append-only file: a restart loses events",
                fix:
                    "set `appendonly yes` in redis.conf; where a managed server keeps replicas instead, declare `durability: attested`"
            )
        }
        if facts["aof_last_write_status"] == "err" {
            return .problem(
                "persistence", "the last write to the append-only file failed",
                fix: "free space on the server's disk and look at its log")
        }
        guard examination.loadTruncated != "yes" else {
            return .warning(
                "persistence",
                "after a crash in the middle of a write this server keeps half a transaction in its append-only file: "
                    + "events may come twice at the next start but one (`aof-load-truncated yes`)",
                fix: "set `aof-load-truncated no` and start the server by config/redis-start; see docs/operations.md")
        }
        return .good("persistence", "append-only file, appendfsync \(examination.fsync ?? "not told")")
    }

    /// What the catalogue promises, compared with what the server does.
    private var durability: [Finding] {
        let found = facts.durability(fsync: examination.fsync)
        return streams.map { stream in
            let wanted = stream.durability
            if Self.isEnough(found, for: wanted, replicas: facts["connected_slaves"].flatMap { Int($0) } ?? 0) {
                return .good("durability", "\(stream.name) wants \(wanted), the server gives \(found)")
            }
            return .warning(
                "durability", "\(stream.name) wants \(wanted), but the server gives \(found)",
                fix: Self.remedy(for: wanted, stream: stream.name))
        }
    }

    private static func isEnough(_ found: Durability, for wanted: Durability, replicas: Int) -> Bool {
        switch wanted {
        case .memory, .attested: true
        case .fsyncEverySecond: found == .fsyncEverySecond || found == .fsyncAlways || found == .attested
        case .fsyncAlways: found == .fsyncAlways || found == .attested
        case .replicas(let count): replicas >= count
        }
    }

    private static func remedy(for wanted: Durability, stream: String) -> String {
        switch wanted {
        case .replicas(let count):
            "connect at least \(count) replica(s), or lower `durability` of \(stream) in the catalogue"
        case .fsyncAlways:
            "set `appendonly yes` and `appendfsync always`, or lower `durability` of \(stream) in the catalogue"
        default: "set `appendonly yes` and `appendfsync everysec`, or lower `durability` of \(stream) in the catalogue"
        }
    }

    private var memory: Finding {
        let policy = facts.evictionPolicy
        guard let limit = facts.memoryLimit else {
            return .good("memory", "no maxmemory; the policy is \(policy)")
        }
        if policy != "noeviction" {
            return .problem(
                "memory", "at maxmemory the server removes keys (\(policy)): the log, a list or a lease may vanish",
                fix: "set `maxmemory-policy noeviction`")
        }
        let used = facts["used_memory"].flatMap { UInt64($0) } ?? 0
        let isFull = Double(used) >= Double(limit) * memoryHighWater
        if isFull || used * 10 >= limit * 8 {
            let percent = Int((memoryHighWater * 100).rounded())
            let what =
                "\(used / 1_048_576) of \(limit / 1_048_576) MiB are used; from \(percent) % on publishing is refused"
            let fix = "raise maxmemory, lower the retention of the streams, or set EVENTBUS_MEMORY_HIGH_WATER"
            return isFull ? .problem("memory", what, fix: fix) : .warning("memory", what, fix: fix)
        }
        return .good("memory", "\(used / 1_048_576) of \(limit / 1_048_576) MiB used, noeviction")
    }

    private var config: Finding {
        guard case .denied(let words) = examination.config else { return .good("rights", "CONFIG GET is allowed") }
        return .warning(
            "rights", "CONFIG GET is denied (\(words)): how often the file is synced cannot be read",
            fix:
                "nothing needs it; to have durability checked, grant this user `+config|get`, else declare `durability: attested`"
        )
    }

    private var clientKill: Finding {
        guard case .denied(let words) = examination.clientKill else { return .good("rights", "CLIENT KILL is allowed") }
        return .warning(
            "rights", "CLIENT KILL is denied (\(words)): a publish whose connection broke ends as “outcome unknown”",
            fix: "grant this user `+client|kill`")
    }

    private var scripts: Finding {
        guard case .denied(let words) = examination.scripts else { return .good("rights", "scripts are allowed") }
        // Of a user whose rights are told by role, each role that needs scripts and may not run them is named there.
        guard examination.rights == nil else {
            return .warning(
                "rights", "EVAL is denied (\(words)): whether this server runs scripts can't be tried",
                fix: "nothing, where the roles above are this user's; else grant it `+@scripting`")
        }
        return .problem(
            "rights", "scripts are denied (\(words)): histories, idempotency keys and the router need them",
            fix: "grant this user `+@scripting`")
    }

    private var clock: Finding {
        let seconds = abs(Double(examination.clockDifference / .milliseconds(1)) / 1000)
        if seconds < 5 { return .good("clock", "agrees with the server's") }
        return .warning(
            "clock", "differs from the server's by \(Int(seconds)) s: positions and times of events disagree",
            fix: "synchronise both clocks (NTP)")
    }

    private var logs: [Finding] {
        examination.logs.flatMap { log -> [Finding] in
            guard log.type == "stream" || log.type == "none" else {
                return [
                    .problem(
                        log.name, "the key \(log.key) holds a \(log.type), not a stream",
                        fix: "another program uses the name; choose another EVENTBUS_NAMESPACE, or move that key")
                ]
            }
            if log.type == "none" { return [.good(log.name, "no events yet")] }
            var findings = [Finding.good(log.name, "\(log.entries) events, \(log.groups.count) groups")]
            for group in log.groups {
                let lag = group.lag.map { "\($0) not delivered yet" } ?? "an unknown number not delivered yet"
                findings.append(.good(log.name, "group \(group.name): \(lag), \(group.pending) not acknowledged"))
            }
            if log.deadLetters > 0 {
                findings.append(
                    .warning(
                        log.name, "\(log.deadLetters) dead letter(s)",
                        fix: "look at why: \(ProgramName.shown) dead list --stream \(log.stream)\(flags)"))
            }
            return findings
        }
    }
}
