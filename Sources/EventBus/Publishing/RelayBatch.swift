/// Events of one partition that an outbox has kept, for a transport to append in order and once.
public struct RelayBatch: Sendable, Hashable {
    /// The identity of the outbox: the transport remembers under it, beside the log, which event it appended last.
    public let outbox: EventID
    /// The event that was appended last from this outbox to this partition, as far as the relay knows; `nil` before the first.
    public let previous: RelayMark?
    /// The events, in the order in which they were accepted; never empty.
    public let events: [EncodedEvent]
    /// What each of them is remembered by.
    public let marks: [RelayMark]

    /// Makes a batch.
    ///
    /// - Parameter events: Each with the outbox's number of it.
    public init(outbox: EventID, previous: RelayMark?, events: [(number: Int64, event: EncodedEvent)]) {
        precondition(!events.isEmpty, "a batch has at least one event")
        self.outbox = outbox
        self.previous = previous
        self.events = events.map(\.event)
        marks = events.map { RelayMark(event: $0.event.envelope.id, number: $0.number) }
    }
}

/// How far the relaying of a batch has come.
public struct RelayAnswer: Sendable, Hashable {
    /// How many events, counted from the first of the batch, are in the log now, whoever put them there.
    public let appended: Int
    /// How many of them this call has appended: the others were there before.
    public let fresh: Int
    /// Where the last of those stands; `nil` where there is none.
    public let position: StreamPosition?
    /// Why the next event is not in the log; `nil` where it has only to be sent again.
    public let obstacle: Obstacle?

    /// Why an event was not appended.
    public enum Obstacle: Sendable, Hashable {
        /// The transport can't take this event as things are, though it takes others; why.
        case refused(String)
        /// The event that the transport remembers for this outbox is neither the batch's previous one nor one of its own:
        /// nothing was appended.
        case diverged(RelayMark)
    }

    /// Makes an answer.
    public init(appended: Int, fresh: Int, position: StreamPosition?, obstacle: Obstacle? = nil) {
        self.appended = appended
        self.fresh = fresh
        self.position = position
        self.obstacle = obstacle
    }
}
