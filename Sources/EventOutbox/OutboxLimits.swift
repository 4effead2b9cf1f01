/// How much an outbox may keep on disk. What was refused and waits for a person counts too.
public struct OutboxLimits: Sendable, Hashable {
    /// How many events it keeps at most.
    public let events: Int
    /// How many bytes of payload it keeps at most.
    public let bytes: Int
    /// The largest event that is taken, in bytes: what the transport would refuse later is refused at once.
    public let eventBytes: Int

    /// How many bytes the disk must have left for an event to be taken: the relay needs some to remove what it has relayed, and
    /// on a disk that is full to the last it would never come to an end.
    public let freeBytes: Int

    /// Sets limits.
    public init(
        events: Int = 100_000, bytes: Int = 256 << 20, eventBytes: Int = 1_048_576, freeBytes: Int = 8 << 20
    ) {
        precondition(events >= 1 && bytes >= 1 && eventBytes >= 1, "an outbox keeps at least one event")
        self.freeBytes = freeBytes
        self.eventBytes = eventBytes
        self.events = events
        self.bytes = bytes
    }
}
