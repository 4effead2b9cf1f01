public import EventBus

/// What an outbox keeps, and who relays it.
public struct OutboxStatus: Sendable, Hashable {
    /// How much it keeps in all.
    public let usage: OutboxUsage
    /// How much it may keep.
    public let limits: OutboxLimits
    /// The partitions that have events that wait.
    public let partitions: [Partition]
    /// The events that were refused, oldest first.
    public let refused: [RefusedEvent]
    /// The process that relays; `nil` where none does.
    public let relay: Int32?

    /// What waits for one partition.
    public struct Partition: Sendable, Hashable {
        /// The partition.
        public let partition: OutboxPartition
        /// How many events wait.
        public let waiting: Int
        /// How many bytes of payload they have.
        public let bytes: Int
        /// When the first of them was accepted.
        public let oldest: Timestamp
        /// How often relaying the first of them has failed.
        public let attempts: Int
        /// What it failed of last; `nil` where it has not failed.
        public let lastError: String?
        /// Where the event that was relayed last stands in the log; `nil` before the first.
        public let lastPosition: StreamPosition?
    }

    /// How many events wait.
    public var waiting: Int { partitions.reduce(0) { $0 + $1.waiting } }

    /// When the first of all waiting events was accepted; `nil` where none waits.
    public var oldest: Timestamp? { partitions.map(\.oldest).min() }
}
