/// A typed event that a catalogue declares.
///
/// Conforming types are generated: `GenerateEvents` writes one for each event of a `*.catalogue.yaml`. The generated code
/// writes and reads the payload (the event's own fields as one JSON object); what surrounds it is the ``EventEnvelope``.
public protocol Event: Sendable, Hashable, Codable {
    /// What the catalogue says of this event: its name, version, stream, aggregate and routes.
    static var declaration: EventDeclaration { get }

    /// The id of the aggregate that this event belongs to: the catalogue's `aggregate.id` template, filled in.
    ///
    /// It decides the partition, the order and the CloudEvents `subject`.
    var aggregateID: String { get }

    /// The catalogue's `idempotency_key` template, filled in; `nil` where the event declares none.
    var idempotencyKey: String? { get }

    /// Writes the payload and checks it on the way: patterns, bounds, finite numbers.
    ///
    /// - Throws: ``InvalidPayload`` with the path and the rule of the first field that the catalogue refuses.
    func writePayload(to json: inout JSONWriter) throws(InvalidPayload)

    /// Reads the payload, keeping fields that this version does not know.
    ///
    /// - Throws: ``InvalidPayload`` where the JSON is malformed, a required field is absent or a type is wrong.
    init(payload json: inout JSONReader) throws(InvalidPayload)
}

extension Event {
    /// No key: appending the same event twice is two entries.
    public var idempotencyKey: String? { nil }
}
