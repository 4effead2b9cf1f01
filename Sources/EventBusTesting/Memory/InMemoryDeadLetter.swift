public import EventBus

/// A delivery that a group gave up on.
public struct InMemoryDeadLetter: Sendable {
    /// Why it was given up.
    public enum Reason: String, Sendable, Hashable {
        /// The handler failed as often as the delivery policy allows.
        case attemptsUsedUp = "attempts_used_up"
        /// The handler threw `Reject`.
        case rejected
        /// The consumer died in each attempt.
        case consumerDied = "consumer_died"
        /// The payload is not what the event's type declares.
        case undecodable
        /// The catalogue has no such event.
        case unknownType = "unknown_type"
        /// The entry is not an event.
        case malformed
    }

    /// The stream whose log has the event.
    public let stream: String
    /// The partition of that log.
    public let partition: Int
    /// Where in the partition it stands.
    public let position: StreamPosition
    /// The group that gave up.
    public let group: String
    /// The consumer that had it last.
    public let consumer: String
    /// How many attempts were made.
    public let attempts: Int
    /// Why it was given up.
    public let reason: Reason
    /// The last error, in words.
    public let error: String
    /// When the first attempt failed.
    public let firstFailure: Timestamp
    /// When the last attempt failed.
    public let lastFailure: Timestamp
    /// The event; `nil` where the entry is none.
    public let record: EventRecord?
    /// The payload as it was written, or all values of an entry that is not an event.
    public let bytes: [UInt8]
}
