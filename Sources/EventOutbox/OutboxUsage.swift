/// How much an outbox keeps.
public struct OutboxUsage: Sendable, Hashable {
    /// How many events it keeps, those included that were refused.
    public let events: Int
    /// How many bytes of payload these have.
    public let bytes: Int

    /// Names an amount.
    public init(events: Int, bytes: Int) {
        self.events = events
        self.bytes = bytes
    }

    /// Whether so many more bytes of so many more events fit.
    func hasRoom(forEvents count: Int, bytes more: Int, within limits: OutboxLimits) -> Bool {
        events + count <= limits.events && bytes + more <= limits.bytes
    }
}
