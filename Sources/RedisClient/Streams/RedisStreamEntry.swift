/// One entry of a stream, read in place from the reply that brought it.
public struct RedisStreamEntry: Sendable {
    /// Its id.
    public let id: RedisStreamID
    /// Its fields and values in turn: an array, or null where the entry is pending and no longer in the stream.
    public let fields: RedisReply

    /// Whether the entry is pending and no longer in the stream: deleted or trimmed.
    public var isDeleted: Bool { fields.isNull }

    /// Reads `[id, [field, value, …]]`.
    ///
    /// - Throws: ``RedisError/Code/unexpectedReply`` for any other shape.
    public init(_ reply: RedisReply) throws(RedisError) {
        var parts = reply.makeIterator()
        guard reply.count == 2, let id = parts.next()?.streamID, let fields = parts.next(),
            fields.kind == .array || fields.isNull, fields.count.isMultiple(of: 2)
        else { throw .unexpected(reply, "a stream entry") }
        self.id = id
        self.fields = fields
    }

    /// The value of the first field of that name; `nil` if there is none. Looks at one field after another.
    public subscript(name: StaticString) -> RedisReply? {
        let wanted = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        var iterator = fields.makeIterator()
        while let field = iterator.next(), let value = iterator.next() {
            if field.withBytes({ $0.elementsEqual(wanted) }) { return value }
        }
        return nil
    }

    /// Reads the reply of `XRANGE`, `XREVRANGE` or `XCLAIM`; null is no entry.
    ///
    /// - Throws: ``RedisError``, for an error reply too.
    public static func entries(range reply: RedisReply) throws(RedisError) -> [RedisStreamEntry] {
        let reply = try reply.get()
        var entries: [RedisStreamEntry] = []
        entries.reserveCapacity(reply.count)
        for item in reply { entries.append(try RedisStreamEntry(item)) }
        return entries
    }
}

extension RedisError {
    /// A reply that is not what the command's documentation says.
    static func unexpected(_ reply: RedisReply, _ wanted: String) -> RedisError {
        RedisError(
            .unexpectedReply, "\(wanted) was expected, and \(reply.kind) came: \(reply)", delivery: .answered,
            isRetriable: false)
    }
}
