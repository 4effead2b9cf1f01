/// A place in a log: a Redis stream id, `milliseconds-sequence`.
///
/// Positions of one partition are totally ordered; positions of different partitions say nothing of each other.
public struct StreamPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The server's clock at the append, in milliseconds since 1970.
    public let milliseconds: UInt64
    /// The number within that millisecond.
    public let sequence: UInt64

    /// Makes a position from its two parts.
    public init(milliseconds: UInt64, sequence: UInt64) {
        self.milliseconds = milliseconds
        self.sequence = sequence
    }

    /// Before the first entry of any log.
    public static let beginning = StreamPosition(milliseconds: 0, sequence: 0)

    /// Reads `milliseconds-sequence`, or `milliseconds` alone (sequence 0); `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let milliseconds = UInt64(parts[0]) else { return nil }
        var sequence: UInt64 = 0
        if parts.count == 2 {
            guard let number = UInt64(parts[1]) else { return nil }
            sequence = number
        }
        self.init(milliseconds: milliseconds, sequence: sequence)
    }

    /// `milliseconds-sequence`, as Redis writes it.
    public var description: String { "\(milliseconds)-\(sequence)" }

    /// The order of the log.
    public static func < (left: StreamPosition, right: StreamPosition) -> Bool {
        (left.milliseconds, left.sequence) < (right.milliseconds, right.sequence)
    }
}
