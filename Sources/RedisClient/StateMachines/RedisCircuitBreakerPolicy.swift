/// When a failing server is left alone, and for how long.
public struct RedisCircuitBreakerPolicy: Sendable, Hashable {
    /// How many failures in a row open the circuit.
    public var failureThreshold: Int
    /// How long it stays open before one attempt is let through.
    public var openDuration: Duration

    /// Makes a policy.
    public init(failureThreshold: Int = 8, openDuration: Duration = .seconds(2)) {
        self.failureThreshold = failureThreshold
        self.openDuration = openDuration
    }
}
