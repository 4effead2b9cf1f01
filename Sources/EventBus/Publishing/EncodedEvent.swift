/// An event that was checked and encoded before, with the identity and the time it was given then: what an outbox keeps and
/// a relay appends.
public struct EncodedEvent: Sendable, Hashable {
    /// The attributes. The id and the time stay what they are, however late the event is appended.
    public let envelope: EventEnvelope
    /// The idempotency key; `nil` where the event has none.
    public let idempotencyKey: String?
    /// The payload: one JSON object.
    public let payload: [UInt8]
    /// What the event expects of its aggregate's history; `nil` for nothing.
    public let expectedVersion: ExpectedVersion?

    /// Makes an encoded event; its payload has been checked against the catalogue by the caller.
    public init(
        envelope: EventEnvelope, idempotencyKey: String?, payload: [UInt8], expectedVersion: ExpectedVersion? = nil
    ) {
        self.envelope = envelope
        self.idempotencyKey = idempotencyKey
        self.payload = payload
        self.expectedVersion = expectedVersion
    }
}
