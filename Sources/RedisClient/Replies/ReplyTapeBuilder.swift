/// Collects the values that the reader finds, in the order in which it finds them, into tapes.
///
/// The reader names an open array by the token that ``add(_:)`` gave it. Tokens count all nodes ever added,
/// so they stay right when complete replies are cut off while a later one is still being read. A value behind a pointer
/// rather than a class, whose every access at run time would be checked for exclusivity.
struct ReplyTapeBuilder {
    private var nodes: [ReplyNode] = []
    private var bytes: [UInt8] = []
    private var roots: [Int] = []
    /// How many nodes were cut off before the first one here.
    private var cutOff = 0
    /// Where the complete replies end.
    private var completeNodes = 0
    private var completeBytes = 0

    mutating func addBytes(_ kind: RedisReply.Kind, _ value: UnsafeRawBufferPointer) -> Int {
        let offset = bytes.count
        bytes.append(contentsOf: value)
        return add(.bytes(kind, offset: offset, count: value.count))
    }

    mutating func add(_ node: ReplyNode) -> Int {
        nodes.append(node)
        return cutOff + nodes.count - 1
    }

    /// Says that everything within the array is there.
    mutating func closeArray(_ token: Int) {
        let index = token - cutOff
        nodes[index].extent = UInt32(nodes.count - index)
    }

    /// Says that a reply is complete.
    mutating func completeReply() {
        roots.append(completeNodes)
        completeNodes = nodes.count
        completeBytes = bytes.count
    }

    /// Takes the complete replies; `nil` if there are none. What has begun of the next one stays.
    mutating func takeComplete() -> ReplyBatch? {
        guard !roots.isEmpty else { return nil }
        let batch: ReplyBatch
        if completeNodes == nodes.count {
            batch = ReplyBatch(tape: ReplyTape(nodes: nodes, bytes: bytes), roots: roots)
            cutOff += nodes.count
            nodes = []
            bytes = []
        } else {
            batch = ReplyBatch(
                tape: ReplyTape(nodes: Array(nodes[..<completeNodes]), bytes: Array(bytes[..<completeBytes])),
                roots: roots)
            let moved = completeBytes
            nodes = nodes[completeNodes...].map { node in
                switch node.kind {
                case .simpleString, .bulkString, .error:
                    .bytes(node.kind, offset: node.offset - moved, count: node.count)
                case .integer, .array, .null: node
                }
            }
            bytes = Array(bytes[completeBytes...])
            cutOff += completeNodes
        }
        // A tick tends to bring as much as the one before it.
        nodes.reserveCapacity(Swift.min(Swift.max(nodes.count, batch.tape.nodes.count), 16_384))
        bytes.reserveCapacity(Swift.min(Swift.max(bytes.count, batch.tape.bytes.count), 262_144))
        roots = []
        roots.reserveCapacity(Swift.min(batch.roots.count, 1_024))
        completeNodes = 0
        completeBytes = 0
        return batch
    }
}
