/// How a client's shared connection is doing.
public struct RedisHealth: Sendable {
    /// What the connection is doing.
    public enum Connection: Sendable, Hashable {
        /// Nothing has been asked of it yet.
        case idle
        /// It is being made.
        case connecting
        /// It is up.
        case connected
        /// It is down, and the next attempt is due soon.
        case waiting
        /// The client has been closed.
        case closed
    }

    /// What the circuit breaker lets through.
    public enum Breaker: Sendable, Hashable {
        /// Everything.
        case closed
        /// Nothing: commands fail at once, for this long still.
        case open(remaining: Duration)
        /// One attempt, whose outcome decides.
        case halfOpen
    }

    /// What the connection is doing.
    public var connection: Connection
    /// What the circuit breaker lets through.
    public var breaker: Breaker
    /// How often a lost connection has been replaced.
    public var reconnects: Int
    /// How many commands wait for their reply.
    public var inFlightCommands: Int
    /// How many of them have not been handed to the network yet.
    public var unsentCommands: Int
    /// How many callers wait for room.
    public var suspendedCallers: Int
    /// The server's id of the connection, as `CLIENT KILL ID` takes it; `nil` while it is down or where the server does not tell.
    public var clientID: Int64?
    /// The server's `run_id`, another after each of its starts; `nil` while the connection is down or where the server does not tell.
    public var runID: String?
    /// What the last failed attempt or lost connection failed of; `nil` while all is well.
    public var lastError: RedisError?

    /// The connection, named so that no other ever has the name; `nil` while it is down or where the server does not tell.
    public var identity: RedisConnectionIdentity? {
        guard let clientID, let runID else { return nil }
        return RedisConnectionIdentity(clientID: clientID, runID: runID)
    }
}
