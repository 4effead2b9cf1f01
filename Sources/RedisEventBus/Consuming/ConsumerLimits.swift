/// How much one consumer takes on at a time.
public struct ConsumerLimits: Sendable, Hashable {
    /// How many handlers run at once per partition.
    public let concurrency: Int
    /// How many deliveries are read, and acknowledged, with one command. Twice as many are held at most.
    public let batch: Int

    /// Sets limits.
    public init(concurrency: Int = 16, batch: Int = 128) {
        precondition(concurrency >= 1 && batch >= 1, "a consumer takes at least one delivery at a time")
        self.concurrency = concurrency
        self.batch = batch
    }
}
