package import EventBus

/// A payload that was checked against the catalogue and may be appended.
package struct AdmittedPayload: Sendable {
    /// Its event.
    package let declaration: EventDeclaration
    /// The payload as compact JSON.
    package let bytes: [UInt8]
    /// The id of the aggregate that the payload names; empty where the event has none.
    package let aggregateID: String
    /// The idempotency key that the payload makes; `nil` where the event declares none.
    package let idempotencyKey: String?
}
