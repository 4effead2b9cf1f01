/// How much one consumer of the bus in memory takes on, and for how long.
public struct InMemoryConsumerLimits: Sendable, Hashable {
    /// How many handlers run at once per partition. With 1 they run in the log's order, one after another, which is what
    /// makes a test the same each time.
    public let concurrency: Int
    /// How long a handler may run before it is cancelled and the attempt has failed; `nil` sets no limit.
    public let handlerTimeout: Duration?
    /// How long running handlers are waited for at a stop before they are cancelled.
    public let drain: Duration

    /// Sets limits.
    public init(concurrency: Int = 1, handlerTimeout: Duration? = nil, drain: Duration = .seconds(15)) {
        precondition(concurrency >= 1, "a consumer takes at least one delivery at a time")
        self.concurrency = concurrency
        self.handlerTimeout = handlerTimeout
        self.drain = drain
    }
}
