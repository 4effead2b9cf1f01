/// How much one consumer takes on at a time, and for how long.
public struct ConsumerLimits: Sendable, Hashable {
    /// How many handlers run at once per partition.
    public let concurrency: Int
    /// How many deliveries are read, and acknowledged, with one command. Twice as many are held at most, and half as many
    /// again of those that come back after a pause.
    public let batch: Int
    /// How long a handler may take before it is cancelled, which counts as a failed attempt; `nil` is for ever.
    public let handlerTimeout: Duration?
    /// How long running handlers may go on after a graceful stop before they are cancelled.
    public let drain: Duration
    /// How many deliveries per partition may wait for a later attempt, or behind one that does; only their positions are
    /// kept. While there are so many nothing new is read.
    public let parked: Int

    /// Sets limits.
    public init(
        concurrency: Int = 16, batch: Int = 128, handlerTimeout: Duration? = nil, drain: Duration = .seconds(15),
        parked: Int = 100_000
    ) {
        precondition(concurrency >= 1 && batch >= 1, "a consumer takes at least one delivery at a time")
        precondition(handlerTimeout.map { $0 > .zero } ?? true, "a handler is given some time")
        precondition(drain >= .zero && parked >= 1, "a limit is not negative, and something may be parked")
        self.concurrency = concurrency
        self.batch = batch
        self.handlerTimeout = handlerTimeout
        self.drain = drain
        self.parked = parked
    }
}
