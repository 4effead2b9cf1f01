/// What log lines about an event carry, under the same names wherever they are written; never a payload.
///
/// | name | what |
/// |---|---|
/// | `event_id` | the event's identity |
/// | `event_type` | its name in the catalogue |
/// | `correlation_id` | what all events of one story share, where the event has one |
/// | `stream`, `partition`, `position` | where it stands |
/// | `group`, `consumer` | who reads it |
/// | `attempt` | which try it is |
public struct EventMetadata: Sendable, Hashable {
    /// The pieces by name; what is not known is left out.
    public private(set) var fields: [String: String] = [:]

    /// What is known of an event that is being published.
    public init(envelope: EventEnvelope) {
        self.init(id: envelope.id.description, type: envelope.type, correlationID: envelope.correlationID)
    }

    /// What is known of an event.
    public init(id: String?, type: String?, correlationID: String?) {
        fields["event_id"] = id
        fields["event_type"] = type
        fields["correlation_id"] = correlationID
    }

    /// What is known of an entry of a log; of one that is no event only where it stands.
    package init(record: EventRecord?, at position: StreamPosition) {
        self.init(
            id: record?.text(of: \.id), type: record?.type, correlationID: record?.text(of: \.correlationID))
        fields["position"] = position.description
    }

    /// Adds where the event stands, or is to stand.
    package mutating func set(stream: String, partition: Int) {
        fields["stream"] = stream
        fields["partition"] = String(partition)
    }

    /// Adds who reads it.
    package mutating func set(_ reader: Delivery.Reader) {
        set(stream: reader.stream, partition: reader.partition)
        fields["group"] = reader.group
        fields["consumer"] = reader.consumer
    }

    /// Adds which try it is.
    package mutating func set(attempt: Int) { fields["attempt"] = String(attempt) }
}

extension Delivery {
    /// What a handler's own log lines best carry, so that they are found together with those of the bus: see
    /// ``EventMetadata``.
    ///
    /// ```swift
    /// var logger = logger
    /// for (name, value) in delivery.logMetadata { logger[metadataKey: name] = "\(value)" }
    /// ```
    public var logMetadata: [String: String] {
        var metadata = EventMetadata(record: record, at: position)
        metadata.set(reader)
        metadata.set(attempt: attempt)
        return metadata.fields
    }
}
