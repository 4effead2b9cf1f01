/// What a publisher takes on, and how hard it tries.
public struct PublishPolicy: Sendable, Hashable {
    /// How a publish that failed is tried again; by default it is not.
    public var retry: PublishRetryPolicy
    /// The part of the server's `maxmemory` from which on nothing is published any more, so that what recovers from
    /// failures – retries, dead letters – keeps room; more than 0, at most 1. Without `maxmemory` it means nothing.
    public var memoryHighWater: Double
    /// The largest entry that is appended, in bytes: an event's attributes and payload together.
    public var maximumEntryBytes: Int

    /// Makes a policy.
    public init(
        retry: PublishRetryPolicy = .none, memoryHighWater: Double = 0.9, maximumEntryBytes: Int = 1_048_576
    ) {
        self.retry = retry
        self.memoryHighWater = memoryHighWater
        self.maximumEntryBytes = maximumEntryBytes
    }
}
