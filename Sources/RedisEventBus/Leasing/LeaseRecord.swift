import RedisClient

/// What a lease's hash says.
struct LeaseRecord: Sendable, Hashable {
    /// The instance that holds it; `nil` where it was given up.
    var holder: String?
    /// The name that the holder reads under.
    var consumer = ""
    /// Grows with each holder.
    var epoch: UInt64
    /// Grows with each renewal.
    var beat: UInt64
    /// The connection that reads.
    var client: ServerConnection?
    /// The connection that renews.
    var link: ServerConnection?
}

extension LeaseRecord {
    /// Reads the fields and values of a `HGETALL`; `nil` where there is no lease.
    init?(fields reply: RedisReply) {
        let fields = reply.fields
        guard let epoch = fields["epoch"].flatMap({ UInt64($0) }) else { return nil }
        let holder = fields["holder"] ?? ""
        self.init(
            holder: holder.isEmpty ? nil : holder, consumer: fields["consumer"] ?? "", epoch: epoch,
            beat: fields["beat"].flatMap { UInt64($0) } ?? 0,
            client: fields["client"].flatMap { ServerConnection($0) },
            link: fields["link"].flatMap { ServerConnection($0) })
    }
}

extension RedisReply {
    /// The pairs of a flat list of fields and values.
    var fields: [String: String] {
        var fields: [String: String] = [:]
        var rest = makeIterator()
        while let name = rest.next()?.string, let value = rest.next()?.string { fields[name] = value }
        return fields
    }
}
