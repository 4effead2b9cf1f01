public import EventBus

/// Where a subscriber stands in a stream: the last position it has seen in each partition.
public struct Cursor: Sendable, Hashable, CustomStringConvertible {
    /// The last position seen, by partition.
    public private(set) var positions: [StreamPosition]

    /// A cursor of the given positions, one per partition.
    public init(positions: [StreamPosition]) {
        precondition(!positions.isEmpty, "a stream has at least one partition")
        self.positions = positions
    }

    /// Before the first entry of every partition.
    public static func beginning(partitions: Int) -> Cursor {
        Cursor(positions: Array(repeating: .beginning, count: partitions))
    }

    /// Reads the description of a cursor: positions separated by commas; `nil` for anything else.
    public init?(_ text: String) {
        var positions: [StreamPosition] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let position = StreamPosition(part) else { return nil }
            positions.append(position)
        }
        guard !positions.isEmpty else { return nil }
        self.positions = positions
    }

    /// The positions, separated by commas.
    public var description: String { positions.map(\.description).joined(separator: ",") }

    mutating func advance(_ partition: Int, to position: StreamPosition) {
        positions[partition] = position
    }
}
