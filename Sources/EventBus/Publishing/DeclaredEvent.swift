/// An event that is known by its declaration only, as a gateway has it: the payload was checked against the catalogue.
package struct DeclaredEvent: Sendable, Hashable {
    /// The payload: one JSON object, as it was written anew after the check.
    package let payload: [UInt8]
    /// The id of the aggregate that the payload names; empty where the event has none.
    package let aggregateID: String
    /// The idempotency key; `nil` where there is none.
    package let idempotencyKey: String?
    /// What is known beyond the payload.
    package var context: PublishContext
    /// The identity that the event was given elsewhere; `nil` for a new one.
    package let id: EventID?
    /// When it happened, where that was said elsewhere; `nil` for now.
    package let time: Timestamp?

    /// Describes an event.
    package init(
        payload: [UInt8], aggregateID: String, idempotencyKey: String?, context: PublishContext = PublishContext(),
        id: EventID? = nil, time: Timestamp? = nil
    ) {
        self.payload = payload
        self.aggregateID = aggregateID
        self.idempotencyKey = idempotencyKey
        self.context = context
        self.id = id
        self.time = time
    }
}
