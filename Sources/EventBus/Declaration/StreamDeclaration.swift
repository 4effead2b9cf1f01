/// A stream of the catalogue: the log that a set of events shares.
public struct StreamDeclaration: Sendable, Hashable {
    /// The stream's name in the catalogue, e.g. `model_lifecycle`.
    public let name: String
    /// How many partitions the log has; the aggregate id decides which one an event goes to. At least 1.
    public let partitions: Int
    /// How durable an append is meant to be.
    public let durability: Durability
    /// How a delivery is retried, and when it becomes a dead letter.
    public let delivery: DeliveryPolicy
    /// How long entries are kept.
    public let retention: RetentionDeclaration
    /// The consumer groups that read the stream.
    public let groups: [GroupDeclaration]

    /// Declares a stream.
    public init(
        name: String, partitions: Int = 1, durability: Durability = .fsyncEverySecond,
        delivery: DeliveryPolicy = DeliveryPolicy(), retention: RetentionDeclaration = RetentionDeclaration(),
        groups: [GroupDeclaration] = []
    ) {
        precondition(partitions >= 1, "a stream has at least one partition")
        self.name = name
        self.partitions = partitions
        self.durability = durability
        self.delivery = delivery
        self.retention = retention
        self.groups = groups
    }

    /// The partition that holds the events of an aggregate: FNV-1a of the id's UTF-8, modulo the number of partitions.
    ///
    /// The hash is part of the storage layout: publishers in every language must agree on it.
    public func partition(ofAggregate id: String) -> Int {
        guard partitions > 1 else { return 0 }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int(hash % UInt64(partitions))
    }
}
