import ConfiguredEventBus
import EventBus
import RedisClient

/// The bodies of `/health`, `/ready` and `/live`: from what is known to JSON, a pure value.
struct HealthAnswer: Sendable {
    let verdict: HealthVerdict
    let version: String
    let time: Timestamp

    /// What a load balancer reads.
    var light: JSONObject {
        var object: JSONObject = [
            "status": .string(verdict.status.rawValue), "service": "eventbus", "version": .string(version),
            "timestamp": .string("\(time)"),
        ]
        if !verdict.reasons.isEmpty { object["reasons"] = .array(verdict.reasons.map { .string($0) }) }
        return object
    }

    /// What a person reads.
    ///
    /// - Parameter isAuthenticated: Whether the connection to Redis shows a user or a password.
    func detailed(_ health: BusHealth, isAuthenticated: Bool, queues: QueueDepths?, loops: [LoopStatus]) -> JSONObject {
        var object = light
        let status = HealthVerdict(health.status, keepsEvents: false, loops: [], phase: .serving).status.rawValue
        object["services"] = ["message_queue": .string(status)]
        object["message_queue_details"] = [
            "status": .string(status),
            "latency_ms": health.latency.flatMap { JSONNumber($0 / .milliseconds(1)) }.map { .number($0) } ?? .null,
            "authenticated": .bool(isAuthenticated),
            "connected_clients": health.connectedClients.map { .number(JSONNumber($0)) } ?? .null,
            "used_memory_human": health.usedMemory.map { .string(Self.human($0)) } ?? .null,
            "redis_version": health.serverVersion.map { .string($0) } ?? .null,
            "queue_depths": queues?.json ?? .null,
            "circuit_breaker_state": .string(Self.word(health.connection.breaker)),
        ]
        object["loops"] = .array(loops.map { Self.json($0) })
        return object
    }

    /// A loop, as `/health` and `/live` show it.
    static func json(_ loop: LoopStatus) -> JSONValue {
        [
            "name": .string(loop.name),
            "age_seconds": JSONNumber((loop.age / .milliseconds(1)).rounded() / 1_000).map { .number($0) } ?? .null,
            "dead": .bool(loop.isDead), "failure": loop.failure.map { .string($0) } ?? .null,
        ]
    }

    private static func word(_ breaker: RedisHealth.Breaker) -> String {
        switch breaker {
        case .closed: "closed"
        case .open: "open"
        case .halfOpen: "half_open"
        }
    }

    /// Bytes as Redis writes them for people, e.g. `1.52M`.
    static func human(_ bytes: UInt64) -> String {
        let units: [(size: UInt64, word: String)] = [(1 << 30, "G"), (1 << 20, "M"), (1 << 10, "K")]
        for unit in units where bytes >= unit.size {
            let hundredths = bytes / unit.size * 100 + bytes % unit.size * 100 / unit.size
            return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)\(unit.word)"
        }
        return "\(bytes)B"
    }
}
