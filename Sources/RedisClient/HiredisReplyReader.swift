internal import CHiredis

/// hiredis' reply reader with reply objects of our own: values go to a flat tape, and no memory is allocated per value.
///
/// Not thread-safe: one reader belongs to one connection and is used on its event loop.
final class HiredisReplyReader {
    private let reader: UnsafeMutablePointer<redisReader>
    private let functions: UnsafeMutablePointer<redisReplyObjectFunctions>
    private let builder: UnsafeMutablePointer<ReplyTapeBuilder>

    /// hiredis moves the unread rest of its buffer after each thousand bytes, so it gets its food in small spoons.
    private static let bytesPerFeed = 16_384

    init() {
        builder = .allocate(capacity: 1)
        builder.initialize(to: ReplyTapeBuilder())
        functions = .allocate(capacity: 1)
        functions.initialize(to: redisReplyObjectFunctions())
        chiredis_set_functions(
            functions,
            { task, bytes, count in HiredisReplyReader.string(task, bytes, count) },
            { task, elements in HiredisReplyReader.array(task, Int(elements)) },
            { task, value in HiredisReplyReader.value(task, ReplyNode(kind: .integer, extent: 1, payload: Int64(value)))
            },
            { task in HiredisReplyReader.value(task, ReplyNode(kind: .null, extent: 1, payload: 0)) },
            { task, _, bytes, count in HiredisReplyReader.string(task, bytes, count) },
            { task, value in HiredisReplyReader.value(task, ReplyNode(kind: .integer, extent: 1, payload: Int64(value)))
            },
            { _ in }
        )
        guard let created = redisReaderCreateWithFunctions(functions) else {
            preconditionFailure("hiredis could not allocate a reader")
        }
        reader = created
        // Keep the read buffer instead of giving it back whenever it is empty and larger than 16 KiB.
        reader.pointee.maxbuf = 0
        reader.pointee.privdata = UnsafeMutableRawPointer(builder)
    }

    deinit {
        redisReaderFree(reader)
        functions.deallocate()
        builder.deinitialize(count: 1)
        builder.deallocate()
    }

    /// Whether a reply has begun that is not complete.
    var isInsideReply: Bool { chiredis_is_inside_reply(reader) != 0 }

    /// Reads bytes as they came from the server.
    ///
    /// - Returns: The replies that became complete; `nil` if none did.
    /// - Throws: ``RedisError/Code/protocolError``; the reader is of no use afterwards.
    func feed(_ bytes: UnsafeRawBufferPointer) throws(RedisError) -> ReplyBatch? {
        var rest = bytes
        while let start = rest.baseAddress, rest.count > 0 {
            let count = min(rest.count, Self.bytesPerFeed)
            guard redisReaderFeed(reader, start.assumingMemoryBound(to: CChar.self), count) == REDIS_OK else {
                throw failure()
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            try readReplies()
        }
        return builder.pointee.takeComplete()
    }

    private func readReplies() throws(RedisError) {
        var object: UnsafeMutableRawPointer?
        while true {
            guard redisReaderGetReply(reader, &object) == REDIS_OK else { throw failure() }
            guard object != nil else { return }
            builder.pointee.completeReply()
        }
    }

    private func failure() -> RedisError {
        let message = withUnsafeBytes(of: &reader.pointee.errstr) { raw in
            String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
        }
        return RedisError(
            .protocolError, "the peer does not speak the Redis protocol: \(message)", delivery: .outcomeUnknown)
    }

    // MARK: Called by hiredis, once per value

    private static func string(
        _ task: UnsafePointer<redisReadTask>?, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int
    ) -> UnsafeMutableRawPointer? {
        guard let task, let builder = builder(of: task) else { return nil }
        let kind: RedisReply.Kind =
            switch task.pointee.type {
            case REDIS_REPLY_STATUS: .simpleString
            case REDIS_REPLY_ERROR: .error
            default: .bulkString
            }
        let token = builder.pointee.addBytes(kind, UnsafeRawBufferPointer(start: bytes, count: count))
        closeFinishedArrays(task, &builder.pointee)
        return object(token)
    }

    private static func value(_ task: UnsafePointer<redisReadTask>?, _ node: ReplyNode) -> UnsafeMutableRawPointer? {
        guard let task, let builder = builder(of: task) else { return nil }
        let token = builder.pointee.add(node)
        closeFinishedArrays(task, &builder.pointee)
        return object(token)
    }

    private static func array(_ task: UnsafePointer<redisReadTask>?, _ elements: Int) -> UnsafeMutableRawPointer? {
        guard let task, let builder = builder(of: task) else { return nil }
        let node = ReplyNode(kind: .array, extent: 1, payload: Int64(elements))
        let token = builder.pointee.add(node)
        if elements == 0 { closeFinishedArrays(task, &builder.pointee) }
        return object(token)
    }

    /// A value that is the last of its array closes that array, and so on upwards.
    @inline(__always)
    private static func closeFinishedArrays(_ task: UnsafePointer<redisReadTask>, _ builder: inout ReplyTapeBuilder) {
        var task = task
        while let parent = UnsafePointer(task.pointee.parent), task.pointee.idx == Int(parent.pointee.elements) - 1 {
            guard let object = parent.pointee.obj else { return }
            builder.closeArray(Int(bitPattern: object) - 1)
            task = parent
        }
    }

    @inline(__always)
    private static func builder(of task: UnsafePointer<redisReadTask>) -> UnsafeMutablePointer<ReplyTapeBuilder>? {
        task.pointee.privdata.map { $0.assumingMemoryBound(to: ReplyTapeBuilder.self) }
    }

    /// hiredis only asks whether an object is null; one more than the token never is.
    @inline(__always)
    private static func object(_ token: Int) -> UnsafeMutableRawPointer? {
        UnsafeMutableRawPointer(bitPattern: token + 1)
    }
}
