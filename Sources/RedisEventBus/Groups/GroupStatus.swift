public import EventBus

/// How a consumer group of a stream is doing: who reads which partition, what is in hand, what is to be read yet.
public struct GroupStatus: Sendable, Hashable {
    /// The stream's name.
    public let stream: String
    /// The group's name.
    public let group: String
    /// Whether one consumer reads a partition at a time, or all do.
    public let order: DeliveryOrder
    /// One for each partition of the stream.
    public let partitions: [Partition]

    /// One partition as the group sees it.
    public struct Partition: Sendable, Hashable {
        /// The partition's number, from 0.
        public let partition: Int
        /// Whether the group exists there; it is made by whoever reads first.
        public var exists = false
        /// Who holds the leases: one at most, or with ``DeliveryOrder/none`` one for each consumer.
        public var holders: [Holder] = []
        /// The names of all that take part: those that hold a lease, and those that stand by.
        public var members: [String] = []
        /// That the group is paused; `nil` while it is not.
        public var pause: GroupPause?
        /// The last position that was given to a consumer.
        public var lastDelivered: StreamPosition?
        /// How far the group had come when the holder last renewed its lease.
        public var position: StreamPosition?
        /// Every name under which something is or was in hand. A name that begins with `~` stands for what waits.
        public var consumers: [Consumer] = []
        /// How many entries are to be given out yet, as the server counts; `nil` where it does not know. Redis 7.0 counts
        /// entries that were trimmed, too.
        public var lag: Int?

        /// How many deliveries are in hand: given out, and not acknowledged.
        public var pending: Int { consumers.reduce(0) { $0 + $1.pending } }
    }

    /// Who holds a lease.
    public struct Holder: Sendable, Hashable {
        /// One run of a consumer.
        public let instance: String
        /// The consumer's name.
        public let consumer: String
        /// The fencing token of its deliveries.
        public let epoch: UInt64
        /// Grows with each renewal, about once a second.
        public let beat: UInt64
        /// Whether the connection that renews is there; `nil` where this user may not ask. One that is gone and does not
        /// come back is taken over within seconds, where anybody is there to do so.
        public var isConnected: Bool?
        /// The server's id of the connection that renews the lease; `nil` where the lease does not say.
        package var connection: Int64?
    }

    /// What one name has in hand.
    public struct Consumer: Sendable, Hashable {
        /// The name.
        public let name: String
        /// How many deliveries.
        public let pending: Int
        /// How long ago the server last had a command under this name; Redis 7.0 does not count reads that found nothing.
        public let idle: Duration
    }
}
