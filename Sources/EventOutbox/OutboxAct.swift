public import EventBus

/// What somebody did to an event that the transport had refused: the audit of an outbox.
public struct OutboxAct: Sendable, Hashable {
    /// What was done.
    public enum Kind: String, Sendable, Hashable {
        /// The event is tried again.
        case retry
        /// The event was removed for good.
        case discard
    }

    /// What was done.
    public let kind: Kind
    /// When, by this machine's clock.
    public let time: Timestamp
    /// Who did it.
    public let who: String
    /// Why; empty where nothing was said.
    public let reason: String
    /// The event.
    public let event: EventID
    /// The event's name.
    public let type: String
    /// Where it was to go.
    public let partition: OutboxPartition
    /// Why it had been refused.
    public let refusal: String
}
