import CHiredis

/// A consumer as a C program would have it: it walks a batch's fields, and sends the acknowledgement of the batch and the
/// request for the next in one write.
struct RawConsumer {
    let socket: String
    let log: String
    let group: String
    let batch: Int

    /// Reads and acknowledges until there is nothing new.
    func run() throws(BenchmarkError) {
        let connection = try HiredisConnection(socket: socket)
        let read = HiredisCommand([
            "XREADGROUP", "GROUP", group, "raw", "COUNT", String(batch), "STREAMS", log, ">",
        ])
        let acknowledge = HiredisCommand(["XACK", log, group])
        let pointers = UnsafeMutablePointer<UnsafePointer<CChar>?>.allocate(capacity: batch + 3)
        let lengths = UnsafeMutablePointer<Int>.allocate(capacity: batch + 3)
        defer {
            pointers.deallocate()
            lengths.deallocate()
        }
        pointers.update(from: acknowledge.pointers, count: 3)
        lengths.update(from: acknowledge.lengths, count: 3)
        var bytes = 0

        connection.append(read)
        var reply = try connection.reply()
        while reply.pointee.type == REDIS_REPLY_ARRAY {
            var count = 3
            for stream in HiredisConnection.elements(reply) {
                guard let stream, stream.pointee.elements == 2, let entries = stream.pointee.element[1] else {
                    continue
                }
                for entry in HiredisConnection.elements(entries) {
                    guard let entry, entry.pointee.elements == 2, let id = entry.pointee.element[0],
                        let fields = entry.pointee.element[1]
                    else { continue }
                    for field in HiredisConnection.elements(fields) {
                        if let field { bytes &+= Int(field.pointee.len) &+ Int(field.pointee.str[0]) }
                    }
                    pointers[count] = UnsafePointer(id.pointee.str)
                    lengths[count] = Int(id.pointee.len)
                    count += 1
                }
            }
            connection.append(count, pointers, lengths)
            connection.append(read)
            connection.free(reply)
            connection.free(try connection.reply())
            reply = try connection.reply()
        }
        connection.free(reply)
        guard bytes > 0 else { throw .unexpected("the raw consumer read nothing") }
    }
}
