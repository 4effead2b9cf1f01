/// How the Redis server is, and this process's connection to it.
package struct ServerOverview: Sendable, Hashable {
    /// Why the server can't be asked; `nil` where it answers.
    package var failure: String?
    /// The server's version.
    package var version: String?
    /// How long it took to answer.
    package var latency: Duration?
    /// Bytes that count towards `maxmemory`.
    package var usedMemory: Int?
    /// `maxmemory` in bytes; `nil` where there is none.
    package var memoryLimit: Int?
    /// The part of `maxmemory` from which on publishing is refused.
    package var memoryHighWater: Double = 0.85
    /// How many clients are connected.
    package var connectedClients: Int?
    /// How many commands the server runs in a second.
    package var operationsPerSecond: Int?
    /// How safe an append is on this server, e.g. `fsync_every_second`.
    package var durability: String?
    /// Why the server answers and yet takes no events now, e.g. that it is a replica; `nil` where it takes them.
    package var impediment: String?
    /// The circuit breaker of this process's connection.
    package var breaker: Breaker = .closed
    /// How often this process has replaced a lost connection.
    package var reconnects = 0
    /// How many commands of this process wait for their reply.
    package var inFlightCommands = 0

    /// What the circuit breaker lets through.
    package enum Breaker: String, Sendable, Hashable {
        /// Everything.
        case closed
        /// Nothing.
        case open
        /// One attempt, whose outcome decides.
        case halfOpen = "half_open"
    }

    /// A server of which nothing is known yet.
    package init() {}

    /// Whether the server answers.
    package var isReachable: Bool { failure == nil }
}
