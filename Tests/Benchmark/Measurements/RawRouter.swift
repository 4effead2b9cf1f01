import CHiredis

/// Routing as little as can be: the next batch is asked for in the write that commits the last one, and the script does
/// nothing but acknowledge, push and publish.
struct RawRouter {
    let socket: String
    let log: String
    let list: String
    let channel: String
    let batch: Int
    /// What is pushed has the length of our message; its bytes are ready beforehand.
    let messageLength: Int

    private static let group = "router"
    private static let script = """
        local log, list = KEYS[1], KEYS[2]
        local group, channel = ARGV[1], ARGV[2]
        for i = 3, #ARGV, 3 do
          redis.call('XACK', log, group, ARGV[i])
          redis.call('LPUSH', list, ARGV[i + 1])
          redis.call('PUBLISH', channel, ARGV[i + 2])
        end
        """

    /// Routes until there is nothing new.
    func run() throws(BenchmarkError) {
        let connection = try HiredisConnection(socket: socket)
        let digest = try connection.ask("SCRIPT", "LOAD", Self.script).joined()
        let read = HiredisCommand([
            "XREADGROUP", "GROUP", Self.group, "raw", "COUNT", String(batch), "STREAMS", log, ">",
        ])
        let head = HiredisCommand(["EVALSHA", digest, "2", log, list, Self.group, channel])
        let message = HiredisCommand([[UInt8](repeating: UInt8(ascii: "x"), count: messageLength)])
        let pointers = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: head.count + 3 * batch)
        let lengths = UnsafeMutablePointer<Int>.allocate(capacity: head.count + 3 * batch)
        defer {
            pointers.deallocate()
            lengths.deallocate()
        }
        pointers.update(from: head.pointers, count: head.count)
        lengths.update(from: head.lengths, count: head.count)

        connection.append(read)
        var reply = try connection.reply()
        while reply.pointee.type == REDIS_REPLY_ARRAY {
            var count = head.count
            for stream in HiredisConnection.elements(reply) {
                guard let stream, stream.pointee.elements == 2, let entries = stream.pointee.element[1] else {
                    continue
                }
                for entry in HiredisConnection.elements(entries) {
                    guard let entry, entry.pointee.elements == 2, let id = entry.pointee.element[0],
                        let fields = entry.pointee.element[1], fields.pointee.elements > 0,
                        let data = fields.pointee.element[Int(fields.pointee.elements) - 1]
                    else { continue }
                    pointers[count] = UnsafePointer(id.pointee.str)
                    lengths[count] = Int(id.pointee.len)
                    pointers[count + 1] = message.pointers[0]
                    lengths[count + 1] = messageLength
                    pointers[count + 2] = UnsafePointer(data.pointee.str)
                    lengths[count + 2] = Int(data.pointee.len)
                    count += 3
                }
            }
            connection.append(count, pointers, lengths)
            connection.append(read)
            connection.free(reply)
            connection.free(try connection.reply())
            reply = try connection.reply()
        }
        connection.free(reply)
    }
}
