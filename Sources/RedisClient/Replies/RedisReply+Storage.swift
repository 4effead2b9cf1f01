extension RedisReply {
    /// The bytes that the replies of one read share. With ``storedRange`` a value can be kept as a view into them.
    package var storage: [UInt8] { tape.bytes }

    /// Where in ``storage`` a string or an error stands; an empty range for anything else.
    package var storedRange: (start: Int, count: Int) {
        let node = node
        switch node.kind {
        case .simpleString, .bulkString, .error: return (node.offset, node.count)
        case .integer, .array, .null: return (0, 0)
        }
    }
}
