import EventBus
import Logging

extension Logger.Metadata {
    /// What a line about an event carries.
    init(_ metadata: EventMetadata) { self = metadata.fields.mapValues { .string($0) } }

    /// What a line about an event carries, with more.
    init(_ metadata: EventMetadata, _ more: Logger.Metadata) {
        self = Logger.Metadata(metadata).merging(more) { $1 }
    }
}

extension EventMetadata {
    /// What is known of an event that waits in an outbox.
    init(_ event: EventEnvelope, in partition: OutboxPartition) {
        self.init(envelope: event)
        set(stream: partition.stream, partition: partition.number)
    }
}
