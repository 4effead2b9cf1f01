/// What a publisher gets back: the event is in the log, or safe in an outbox on its way there.
public struct PublishReceipt: Sendable, Hashable {
    /// The event's identity in the log: of a duplicate that of the event that was appended before. An event that an outbox
    /// has accepted keeps its own, unless it proves to be a duplicate when it is appended.
    public let eventID: EventID
    /// The partition it went to, or will go to.
    public let partition: Int
    private let place: Place

    /// Where the event is: only what is in a log has a position.
    private enum Place: Sendable, Hashable {
        case log(StreamPosition, version: UInt64?, durability: Durability, Appending)
        case outbox
    }

    /// Whether this call put the event where it is.
    public enum Outcome: Sendable, Hashable {
        /// This call appended it to the log.
        case appended
        /// An event with the same idempotency key was appended before; identity and position are that one's.
        case duplicate
        /// It is on this machine's disk, and the outbox's relay will append it: in order, and once.
        case accepted
    }

    /// Which call appended an event that is in the log.
    public enum Appending: Sendable, Hashable {
        /// This one.
        case appended
        /// An earlier one, under the same idempotency key.
        case duplicate
    }

    /// Makes the receipt of an event that is in the log; transports do.
    public init(
        eventID: EventID, partition: Int, position: StreamPosition, version: UInt64?, durability: Durability,
        outcome: Appending = .appended
    ) {
        self.eventID = eventID
        self.partition = partition
        place = .log(position, version: version, durability: durability, outcome)
    }

    /// Makes the receipt of an event that an outbox has accepted; outboxes do.
    public init(accepted eventID: EventID, partition: Int) {
        self.eventID = eventID
        self.partition = partition
        place = .outbox
    }

    /// Whether this call put the event where it is.
    public var outcome: Outcome {
        switch place {
        case .log(_, _, _, .appended): .appended
        case .log(_, _, _, .duplicate): .duplicate
        case .outbox: .accepted
        }
    }

    /// Where it stands in the partition's log; `nil` while only an outbox has it.
    public var position: StreamPosition? {
        if case .log(let position, _, _, _) = place { position } else { nil }
    }

    /// The aggregate's version after this event, counted from 1; `nil` where the event keeps no history, and while only
    /// an outbox has it.
    public var version: UInt64? {
        if case .log(_, let version, _, _) = place { version } else { nil }
    }

    /// How safe the entry is: what the server was found to do, not what the catalogue wished for. `nil` while only an
    /// outbox has it: then it is on this machine's disk, synced.
    public var durability: Durability? {
        if case .log(_, _, let durability, _) = place { durability } else { nil }
    }
}
