/// What a publisher gets back: the event is in the log.
public struct PublishReceipt: Sendable, Hashable {
    /// The event's identity.
    public let eventID: EventID
    /// The partition it went to.
    public let partition: Int
    /// Where it stands in the partition's log.
    public let position: StreamPosition
    /// The aggregate's version after this event, counted from 1; `nil` where the event keeps no history.
    public let version: UInt64?
    /// How safe the entry is: what the server was found to do, not what the catalogue wished for.
    public let durability: Durability
    /// Whether this call appended the event.
    public let outcome: Outcome

    /// Whether this call appended the event.
    public enum Outcome: Sendable, Hashable {
        /// It did.
        case appended
        /// An event with the same idempotency key was appended before; the position is that one's.
        case duplicate
    }

    /// Makes a receipt; transports do.
    public init(
        eventID: EventID, partition: Int, position: StreamPosition, version: UInt64?, durability: Durability,
        outcome: Outcome = .appended
    ) {
        self.eventID = eventID
        self.partition = partition
        self.position = position
        self.version = version
        self.durability = durability
        self.outcome = outcome
    }
}
