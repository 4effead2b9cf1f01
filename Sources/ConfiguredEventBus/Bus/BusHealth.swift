public import RedisClient
import RedisEventBus

/// How the bus is: what a health endpoint or a person asks.
public struct BusHealth: Sendable {
    /// The verdict.
    public enum Status: Sendable, Hashable {
        /// Events can be published and consumed.
        case healthy
        /// The server answers but cannot take events now; why.
        case degraded(String)
        /// The server does not answer; why.
        case unhealthy(String)
    }

    /// The verdict.
    public let status: Status
    /// How long the server took to answer; `nil` where it did not.
    public let latency: Duration?
    /// The server's version; `nil` where it did not say.
    public let serverVersion: String?
    /// How many clients are connected to the server; `nil` where it did not say.
    public let connectedClients: Int?
    /// How many bytes the server uses; `nil` where it did not say.
    public let usedMemory: UInt64?
    /// What the client knows of its connection, the state of the circuit breaker included.
    public let connection: RedisHealth

    /// Asks a server.
    static func ask(_ client: RedisClient, memoryHighWater: Double) async -> BusHealth {
        let clock = ContinuousClock()
        let start = clock.now
        do throws(RedisError) {
            let facts = try await ServerFacts.ask(client)
            return BusHealth(
                status: verdict(facts, memoryHighWater: memoryHighWater), latency: start.duration(to: clock.now),
                serverVersion: facts.version, connectedClients: facts["connected_clients"].flatMap { Int($0) },
                usedMemory: facts["used_memory"].flatMap { UInt64($0) }, connection: client.health)
        } catch {
            return unanswered(error.message, client)
        }
    }

    /// How the bus is where nothing was heard from the server.
    static func unanswered(_ reason: String, _ client: RedisClient) -> BusHealth {
        BusHealth(
            status: .unhealthy(reason), latency: nil, serverVersion: nil, connectedClients: nil, usedMemory: nil,
            connection: client.health)
    }

    /// What the server's own words mean for the bus.
    static func verdict(_ facts: ServerFacts, memoryHighWater: Double) -> Status {
        if facts.isLoading { return .degraded("Redis is still loading its data") }
        if !facts.isPrimary { return .degraded("this Redis is a replica and takes no writes") }
        if let limit = facts.memoryLimit, let used = facts["used_memory"].flatMap({ UInt64($0) }) {
            if used >= limit { return .degraded("Redis has reached maxmemory") }
            if Double(used) >= Double(limit) * memoryHighWater {
                return .degraded("Redis uses \(used * 100 / limit) % of maxmemory, and publishing is refused")
            }
        }
        return .healthy
    }
}
