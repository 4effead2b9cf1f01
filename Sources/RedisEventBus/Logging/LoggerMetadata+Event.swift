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

extension Logger.Metadata {
    /// What a line about a delivery carries, with more.
    init(_ delivery: Delivery, _ more: Logger.Metadata = [:]) {
        self = delivery.logMetadata.mapValues { .string($0) }.merging(more) { $1 }
    }
}

extension Logger {
    /// A logger whose lines say which partition is read for whom.
    func reading(_ stream: String, _ partition: Int, for group: String) -> Logger {
        var logger = self
        logger[metadataKey: "stream"] = "\(stream)"
        logger[metadataKey: "partition"] = "\(partition)"
        logger[metadataKey: "group"] = "\(group)"
        return logger
    }
}
