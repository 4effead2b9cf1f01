/// One reply of the server, or one value within it: cheap to copy, read in place.
///
/// The replies of one read from the socket share their memory, so a reply that is kept keeps its neighbours' bytes
/// (some tens of kilobytes at most, beside its own): take out what you need and let the reply go.
public struct RedisReply: Sendable {
    /// The kinds of value of RESP 2.
    public enum Kind: UInt8, Sendable, Hashable {
        /// A status, as in `+OK`.
        case simpleString
        /// An error reply.
        case error
        /// A signed integer of 64 bits.
        case integer
        /// A string of any bytes.
        case bulkString
        /// An array of values of any kinds.
        case array
        /// The absence of a value.
        case null
    }

    let tape: ReplyTape
    let index: Int

    init(tape: ReplyTape, index: Int) {
        self.tape = tape
        self.index = index
    }

    /// Reads one complete reply in the wire's own form, as in `"*2\r\n:1\r\n$1\r\na\r\n"`.
    ///
    /// - Throws: ``RedisError/Code/protocolError`` if the bytes are not exactly one reply.
    public init(parsing wire: some Sequence<UInt8>) throws(RedisError) {
        let reader = HiredisReplyReader()
        let bytes = Array(wire)
        let batch = try bytes.span.bytes.withUnsafeBytes { raw throws(RedisError) in try reader.feed(raw) }
        guard let batch, batch.count == 1, !reader.isInsideReply else {
            throw RedisError(.protocolError, "not exactly one reply", delivery: .answered)
        }
        self = batch[0]
    }

    @inline(__always)
    var node: ReplyNode { tape.nodes[index] }

    /// What kind of value this is.
    public var kind: Kind { node.kind }

    /// Whether this is the absence of a value.
    public var isNull: Bool { node.kind == .null }

    /// The integer, or the integer that a string spells in decimal; `nil` for anything else.
    public var integer: Int64? {
        let node = node
        switch node.kind {
        case .integer: return node.payload
        case .bulkString, .simpleString: return tape.withBytes(node) { DecimalInteger.parse($0) }
        case .error, .array, .null: return nil
        }
    }

    /// The text of a simple or bulk string, repaired where it is not UTF-8; `nil` for anything else.
    public var string: String? {
        let node = node
        guard node.kind == .bulkString || node.kind == .simpleString else { return nil }
        return tape.withBytes(node) { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a simple or bulk string, copied; empty for anything else.
    public var bytes: [UInt8] { withBytes { Array($0) } }

    /// The error, if this is an error reply.
    public var error: RedisServerError? {
        let node = node
        guard node.kind == .error else { return nil }
        return RedisServerError(line: tape.withBytes(node) { String(decoding: $0, as: UTF8.self) })
    }

    /// Whether this is the error by which `EVALSHA` says that it lacks the script and has run nothing.
    public var isMissingScript: Bool {
        let node = node
        guard node.kind == .error else { return false }
        return tape.withBytes(node) { $0.starts(with: "NOSCRIPT".utf8) }
    }

    /// Whether this is `+OK`.
    public var isOK: Bool {
        let node = node
        guard node.kind == .simpleString, node.count == 2 else { return false }
        return tape.withBytes(node) { $0[0] == UInt8(ascii: "O") && $0[1] == UInt8(ascii: "K") }
    }

    /// The stream id that a string spells; `nil` for anything else.
    public var streamID: RedisStreamID? {
        let node = node
        guard node.kind == .bulkString || node.kind == .simpleString else { return nil }
        return tape.withBytes(node) { RedisStreamID(bytes: $0) }
    }

    /// Lends the bytes of a string or an error; none for anything else. They are valid during the call only.
    public func withBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let node = node
        switch node.kind {
        case .simpleString, .bulkString, .error: return try tape.withBytes(node, body)
        case .integer, .array, .null: return try body(UnsafeRawBufferPointer(start: nil, count: 0))
        }
    }

    /// Returns this reply unless it is an error.
    ///
    /// - Throws: The error reply as ``RedisError``, delivery `answered`.
    public func get() throws(RedisError) -> RedisReply {
        if let error { throw RedisError(error) }
        return self
    }
}

extension RedisReply: CustomStringConvertible {
    /// The reply as a person would write it; strings are cut after 200 bytes.
    public var description: String {
        switch kind {
        case .null: "null"
        case .integer: "\(node.payload)"
        case .array: "[" + map(\.description).joined(separator: ", ") + "]"
        case .error: withBytes { "-" + String(decoding: $0.prefix(200), as: UTF8.self) }
        case .simpleString: withBytes { "+" + String(decoding: $0.prefix(200), as: UTF8.self) }
        case .bulkString: withBytes { "\"" + String(decoding: $0.prefix(200), as: UTF8.self) + "\"" }
        }
    }
}

extension RedisReply: Equatable {
    /// Two replies are equal when they have the same kind and the same contents.
    public static func == (one: RedisReply, other: RedisReply) -> Bool {
        guard one.kind == other.kind else { return false }
        switch one.kind {
        case .null: return true
        case .integer: return one.node.payload == other.node.payload
        case .simpleString, .bulkString, .error:
            return one.withBytes { mine in other.withBytes { mine.elementsEqual($0) } }
        case .array: return one.elementsEqual(other)
        }
    }
}
