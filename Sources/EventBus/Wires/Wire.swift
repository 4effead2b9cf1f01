/// A named way to write an event for a route.
public enum Wire: Sendable, Hashable {
    /// CloudEvents 1.0 in structured JSON mode: attributes and payload in one object.
    case cloudEvents
    /// The work-queue envelope: `message_id`, `message_type`, `timestamp`, `payload`, `retry_count`, `max_retries`.
    case messageEnvelope
    /// The payload alone.
    case payload
    /// A wire that the catalogue declares for readers that are deployed already.
    case declared(DeclaredWire)

    /// The catalogue's name for it.
    public var name: String {
        switch self {
        case .cloudEvents: "cloudevents"
        case .messageEnvelope: "message_envelope"
        case .payload: "payload"
        case .declared(let wire): wire.name
        }
    }

    /// The built-in wire of that name; `nil` where there is none.
    public init?(named name: String) {
        switch name {
        case "cloudevents": self = .cloudEvents
        case "message_envelope": self = .messageEnvelope
        case "payload": self = .payload
        default: return nil
        }
    }
}
