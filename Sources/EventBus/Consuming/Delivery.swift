/// One event on its way to one handler.
public struct Delivery: Sendable {
    /// The entry.
    public let record: EventRecord
    /// Where it stands in its partition's log.
    public let position: StreamPosition
    /// Which try this is: 1, 2, …. A crash is charged to the delivery that ran alone when it came, and a pause that the
    /// handler asked for (``Postpone``) to none.
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
        /// Grows each time the partition passes to another consumer: a fencing token. Whoever keeps the highest it has
        /// seen, and refuses effects that carry a lower one, is safe from a consumer that was paused and came back.
        public let epoch: UInt64
        /// What ``Delivery/publish(_:)`` publishes through; `nil` where handlers here publish by other means.
        public let publisher: (any EventPublisher)?
        /// What the transport that delivers wants to know again where a handler calls it.
        package let transport: (any Sendable)?

        /// Describes a reader.
        public convenience init(
            stream: String, partition: Int, group: String, consumer: String, epoch: UInt64 = 0,
            publisher: (any EventPublisher)? = nil
        ) {
            self.init(
                stream: stream, partition: partition, group: group, consumer: consumer, epoch: epoch,
                publisher: publisher, transport: nil)
        }

        /// Describes a reader whose handlers may call its transport.
        package init(
            stream: String, partition: Int, group: String, consumer: String, epoch: UInt64,
            publisher: (any EventPublisher)?, transport: (any Sendable)?
        ) {
            self.transport = transport
            self.epoch = epoch
            self.stream = stream
            self.partition = partition
            self.group = group
            self.consumer = consumer
            self.publisher = publisher
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
