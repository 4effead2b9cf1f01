import EventBus
import Tracing

/// What a span is about, as OpenTelemetry's conventions for messaging name it (`messaging.operation.type`).
enum MessagingOperation: String {
    /// Messages are given to an intermediary.
    case send
    /// A message is handled.
    case process
}

extension SpanAttributes {
    /// What every span of the bus says.
    mutating func describe(_ operation: MessagingOperation, _ name: String, stream: String) {
        self["messaging.system"] = "redis"
        self["messaging.operation.type"] = operation.rawValue
        self["messaging.operation.name"] = name
        self["messaging.destination.name"] = stream
    }

    /// What a span about one event of a log says.
    mutating func describe(_ record: EventRecord, at position: StreamPosition, _ reader: Delivery.Reader) {
        self["messaging.message.id"] = record.text(of: \.id)
        self["messaging.message.conversation_id"] = record.text(of: \.correlationID)
        self["messaging.destination.partition.id"] = String(reader.partition)
        self["messaging.consumer.group.name"] = reader.group
        self["messaging.client.id"] = reader.consumer
        self["eventbus.event.type"] = record.type
        self["eventbus.position"] = position.description
    }
}
