public import EventBus

/// An event that a transport can't take as things are; it is kept until somebody has it tried again or discards it.
public struct RefusedEvent: Sendable, Hashable {
    /// Its number in the outbox.
    public let number: Int64
    /// The event's identity.
    public let id: EventID
    /// Where it was to go.
    public let partition: OutboxPartition
    /// The event's name.
    public let type: String
    /// The id of the aggregate.
    public let aggregateID: String
    /// The size of the payload in bytes.
    public let bytes: Int
    /// Why it was refused.
    public let reason: String
    /// When it was refused.
    public let refused: Timestamp
}
