import CHiredis

/// A blocking connection as a C program has it: what our own client is measured against, and what reads the server's
/// figures. It belongs to one thread.
final class HiredisConnection {
    private let context: UnsafeMutablePointer<redisContext>

    init(socket path: String) throws(BenchmarkError) {
        guard let context = redisConnectUnix(path) else { throw .redis("no memory for a connection") }
        guard context.pointee.err == 0 else {
            redisFree(context)
            throw .redis("cannot connect to \(path)")
        }
        self.context = context
    }

    deinit { redisFree(context) }

    /// Puts a command into the output buffer.
    func append(_ command: HiredisCommand) {
        append(command.count, command.pointers, command.lengths)
    }

    /// Puts a command into the output buffer; the arguments are copied.
    func append(
        _ count: Int, _ arguments: UnsafeMutablePointer<UnsafePointer<CChar>?>, _ lengths: UnsafeMutablePointer<Int>
    ) {
        _ = redisAppendCommandArgv(context, Int32(count), arguments, lengths)
    }

    /// The next reply, after everything in the output buffer has been written. The caller frees it with ``free(_:)``.
    func reply() throws(BenchmarkError) -> UnsafeMutablePointer<redisReply> {
        var raw: UnsafeMutableRawPointer?
        guard redisGetReply(context, &raw) == REDIS_OK, let raw else { throw .redis("the connection broke") }
        let reply = raw.assumingMemoryBound(to: redisReply.self)
        guard reply.pointee.type != REDIS_REPLY_ERROR else {
            let message = HiredisConnection.text(reply)
            freeReplyObject(reply)
            throw .redis(message)
        }
        return reply
    }

    /// Gives a reply's memory back.
    func free(_ reply: UnsafeMutablePointer<redisReply>) { freeReplyObject(reply) }

    /// Sends a command, waits, and drops the reply.
    func run(_ command: HiredisCommand) throws(BenchmarkError) {
        append(command)
        free(try reply())
    }

    /// Sends a command, waits, and gives the reply as text: of an array its parts, flattened.
    @discardableResult
    func ask(_ arguments: String...) throws(BenchmarkError) -> [String] {
        append(HiredisCommand(arguments))
        let reply = try reply()
        defer { free(reply) }
        return Self.flatten(reply)
    }

    /// The members of an array.
    static func elements(
        _ reply: UnsafeMutablePointer<redisReply>
    ) -> UnsafeBufferPointer<UnsafeMutablePointer<redisReply>?> {
        guard reply.pointee.type == REDIS_REPLY_ARRAY else { return UnsafeBufferPointer(start: nil, count: 0) }
        return UnsafeBufferPointer(start: reply.pointee.element, count: Int(reply.pointee.elements))
    }

    private static func text(_ reply: UnsafeMutablePointer<redisReply>) -> String {
        switch reply.pointee.type {
        case REDIS_REPLY_INTEGER: String(reply.pointee.integer)
        case REDIS_REPLY_NIL: ""
        default:
            String(
                decoding: UnsafeRawBufferPointer(start: reply.pointee.str, count: Int(reply.pointee.len)), as: UTF8.self
            )
        }
    }

    private static func flatten(_ reply: UnsafeMutablePointer<redisReply>) -> [String] {
        guard reply.pointee.type == REDIS_REPLY_ARRAY else { return [text(reply)] }
        return elements(reply).flatMap { element in element.map { flatten($0) } ?? [] }
    }
}
