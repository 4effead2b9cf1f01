import CHiredis

/// Reads entries of a group one by one as they come, blocked in between, as a C program would.
struct RawReader {
    let socket: String
    let log: String
    let group: String

    /// Reads a number of entries; tells the place of each in the order of arrival.
    func run(_ events: Int, _ note: (Int) -> Void) throws(BenchmarkError) {
        let connection = try HiredisConnection(socket: socket)
        let read = HiredisCommand([
            "XREADGROUP", "GROUP", group, "raw", "COUNT", "128", "BLOCK", "1000", "STREAMS", log, ">",
        ])
        var seen = 0
        connection.append(read)
        while seen < events {
            let reply = try connection.reply()
            defer { connection.free(reply) }
            var last: UnsafeMutablePointer<redisReply>?
            for stream in HiredisConnection.elements(reply) {
                guard let stream, stream.pointee.elements == 2, let entries = stream.pointee.element[1] else {
                    continue
                }
                for entry in HiredisConnection.elements(entries) {
                    note(seen)
                    seen += 1
                    last = entry
                }
            }
            if let last, let id = last.pointee.element[0]?.pointee.str {
                connection.append(HiredisCommand(["XACK", log, group, String(cString: id)]))
                connection.free(try connection.reply())
            }
            if seen < events { connection.append(read) }
        }
    }
}
