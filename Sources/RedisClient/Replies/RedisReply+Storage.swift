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

    /// Goes through an array of names and values in turn, without making a reply of each.
    ///
    /// - Parameter body: Gets the bytes of a name, and where in ``storage`` its value stands.
    package func forEachPair(_ body: (_ name: UnsafeRawBufferPointer, _ value: (start: Int, count: Int)) -> Void) {
        let end = index + Int(node.extent)
        tape.nodes.withUnsafeBufferPointer { nodes in
            tape.bytes.withUnsafeBytes { bytes in
                var at = index + 1
                while at < end {
                    let name = nodes[at]
                    at += Int(name.extent)
                    guard at < end else { return }
                    let value = nodes[at]
                    at += Int(value.extent)
                    guard name.kind == .bulkString, value.kind == .bulkString else { continue }
                    let range = name.offset..<name.offset + name.count
                    body(UnsafeRawBufferPointer(rebasing: bytes[range]), (value.offset, value.count))
                }
            }
        }
    }
}
