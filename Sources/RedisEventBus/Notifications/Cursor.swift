public import EventBus

/// Where a subscriber stands in a stream: the last position it has seen in each partition, and which server's data that was.
public struct Cursor: Sendable, Hashable, CustomStringConvertible {
    /// The last position seen, by partition.
    public private(set) var positions: [StreamPosition]
    /// The first digits of the replication id of the server that was read: they tell, when reading goes on, whether a log that
    /// is shorter now was taken over by a replica. `nil` where nobody knows.
    public internal(set) var server: String?

    /// A cursor of the given positions, one per partition.
    public init(positions: [StreamPosition], server: String? = nil) {
        precondition(!positions.isEmpty, "a stream has at least one partition")
        self.positions = positions
        self.server = server
    }

    /// Before the first entry of every partition.
    public static func beginning(partitions: Int) -> Cursor {
        Cursor(positions: Array(repeating: .beginning, count: partitions))
    }

    /// Reads the description of a cursor: positions separated by commas, and after an `@` the server, which may be left out;
    /// `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.count == 1 || parts[1].count == 8, parts.last?.isEmpty == false else {
            return nil
        }
        var positions: [StreamPosition] = []
        for part in parts[0].split(separator: ",", omittingEmptySubsequences: false) {
            guard let position = StreamPosition(part) else { return nil }
            positions.append(position)
        }
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else { return nil }
            server = String(parts[1])
        }
        self.positions = positions
    }

    /// The positions, separated by commas, and after an `@` the server: `1700000000000-0,1700000000000-3@5f0c8d1e`.
    public var description: String {
        positions.map(\.description).joined(separator: ",") + (server.map { "@" + $0 } ?? "")
    }

    mutating func advance(_ partition: Int, to position: StreamPosition) {
        positions[partition] = position
    }
}
