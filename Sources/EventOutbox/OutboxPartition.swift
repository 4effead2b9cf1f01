/// A partition of a stream, within which an outbox keeps the order of events.
public struct OutboxPartition: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The stream's name.
    public let stream: String
    /// The number of the partition, as the stream was divided when the event was accepted.
    public let number: Int

    /// Names a partition.
    public init(stream: String, number: Int) {
        self.stream = stream
        self.number = number
    }

    /// `stream:number`, as in the keys of the log.
    public var description: String { "\(stream):\(number)" }

    /// By stream, then by number.
    public static func < (left: OutboxPartition, right: OutboxPartition) -> Bool {
        (left.stream, left.number) < (right.stream, right.number)
    }
}
