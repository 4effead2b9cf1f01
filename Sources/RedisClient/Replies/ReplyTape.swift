/// The replies of one read from the socket: their nodes and their bytes, shared by every ``RedisReply`` of it.
final class ReplyTape: Sendable {
    let nodes: [ReplyNode]
    let bytes: [UInt8]

    init(nodes: [ReplyNode], bytes: [UInt8]) {
        self.nodes = nodes
        self.bytes = bytes
    }

    @inline(__always)
    func withBytes<Result, Failure: Error>(
        _ node: ReplyNode, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let range = node.offset..<node.offset + node.count
        return try bytes.withUnsafeBufferPointer { all throws(Failure) in
            try body(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: all[range])))
        }
    }
}
