extension RedisReply: Sequence {
    /// How many elements an array has; 0 for anything else.
    public var count: Int {
        let node = node
        return node.kind == .array ? node.count : 0
    }

    /// An element of an array. Finding it passes over those before it: iterate where you want them all.
    ///
    /// - Precondition: `0 <= position < count`.
    public subscript(position: Int) -> RedisReply {
        precondition(position >= 0 && position < count, "no element \(position)")
        var child = index + 1
        for _ in 0..<position { child += Int(tape.nodes[child].extent) }
        return RedisReply(tape: tape, index: child)
    }

    /// The elements of an array in order; none for anything else.
    public func makeIterator() -> Iterator {
        Iterator(tape: tape, position: index + 1, remaining: count)
    }

    /// How many elements there are.
    public var underestimatedCount: Int { count }

    /// Goes through the elements of an array.
    public struct Iterator: IteratorProtocol, Sendable {
        let tape: ReplyTape
        var position: Int
        var remaining: Int

        /// The next element, or `nil` behind the last.
        public mutating func next() -> RedisReply? {
            guard remaining > 0 else { return nil }
            remaining -= 1
            let reply = RedisReply(tape: tape, index: position)
            position += Int(tape.nodes[position].extent)
            return reply
        }
    }
}
