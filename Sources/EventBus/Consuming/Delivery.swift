/// One event on its way to one handler.
public struct Delivery: Sendable {
    /// The entry.
    public let record: EventRecord
    /// Where it stands in its partition's log.
    public let position: StreamPosition
    /// Which try this is: 1, 2, ….
    public let attempt: Int
    /// Who reads it: the same for all deliveries of one consumer.
    public let reader: Reader

    /// Who reads.
    public final class Reader: Sendable {
        /// The stream's name in the catalogue.
        public let stream: String
        /// The partition that is read.
        public let partition: Int
        /// The consumer group.
        public let group: String
        /// The consumer's name within the group.
        public let consumer: String

        /// Describes a reader.
        public init(stream: String, partition: Int, group: String, consumer: String) {
            self.stream = stream
            self.partition = partition
            self.group = group
            self.consumer = consumer
        }
    }

    /// Makes a delivery; transports do.
    public init(record: EventRecord, position: StreamPosition, attempt: Int, reader: Reader) {
        self.record = record
        self.position = position
        self.attempt = attempt
        self.reader = reader
    }

    /// The event's attributes, read on demand: a handler that needs only the payload does not pay for them.
    ///
    /// - Throws: ``MalformedRecord`` where a foreign writer wrote an unreadable id or time.
    public func envelope() throws(MalformedRecord) -> EventEnvelope { try record.envelope() }
}
