internal import EventBus
internal import RedisClient
internal import RedisEventBus

extension ServerOverview {
    /// Takes in what the server said of itself.
    ///
    /// - Parameter fsync: Its `appendfsync`, where it tells.
    mutating func read(_ facts: ServerFacts, fsync: String?) {
        func number(_ name: String) -> Int? { facts[name].flatMap { Int($0) } }
        version = facts.version
        // Buffers for replicas and the append-only file do not count towards maxmemory.
        usedMemory = number("used_memory").map { $0 - min($0, number("mem_not_counted_for_evict") ?? 0) }
        memoryLimit = facts.memoryLimit.map { Int(clamping: $0) }
        connectedClients = number("connected_clients")
        operationsPerSecond = number("instantaneous_ops_per_sec")
        durability = facts.durability(fsync: fsync).description
        impediment = impediment ?? Self.impediment(facts, used: usedMemory, limit: memoryLimit, memoryHighWater)
    }

    /// Notes why there is no answer. A server that says so itself, since it still loads its data, is there all the same.
    mutating func note(_ error: RedisError) {
        guard error.code != .server("LOADING") else {
            impediment = "Redis is still loading its data"
            return
        }
        let cause = (error.cause as? RedisServerError).map { " (\($0))" } ?? ""
        failure = error.message + cause
    }

    /// Why a server takes no events.
    private static func impediment(
        _ facts: ServerFacts, used: Int?, limit: Int?, _ highWater: Double
    ) -> String? {
        if facts.isLoading { return "Redis is still loading its data" }
        if !facts.isPrimary { return "this Redis is a replica and takes no writes" }
        guard let used, let limit else { return nil }
        if used >= limit { return "Redis has reached maxmemory" }
        if Double(used) >= Double(limit) * highWater {
            return "Redis uses \(used * 100 / limit) % of maxmemory, and publishing is refused"
        }
        return nil
    }
}

extension ServerOverview.Breaker {
    /// What the client's circuit breaker lets through.
    init(_ breaker: RedisHealth.Breaker) {
        switch breaker {
        case .closed: self = .closed
        case .open: self = .open
        case .halfOpen: self = .halfOpen
        }
    }
}
