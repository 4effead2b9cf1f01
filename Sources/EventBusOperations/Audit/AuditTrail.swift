package import RedisClient
package import RedisEventBus

/// Who did what on a bus: every publication, redrive, discard, pause, resume and trim by hand, in one order.
///
/// Publications are the log's own entries, so their records live as long as the log keeps them. Acts stand in streams beside
/// the logs and lists, written by the very scripts that carry them out, about the last 10,000 of each.
///
/// ```swift
/// var filter = AuditFilter()
/// filter.acts = [.redrive, .discard]
/// let records = try await AuditTrail(of: bus).latest(100, filter)
/// ```
package struct AuditTrail: Sendable {
    private let bus: RedisEventBus
    private let local: [AuditRecord]

    /// Reads the audit of a bus.
    ///
    /// - Parameter local: Records that are kept elsewhere, such as those of an outbox.
    package init(of bus: RedisEventBus, with local: [AuditRecord] = []) {
        self.bus = bus
        self.local = local.sorted { $0.time > $1.time }
    }

    /// The records that a filter lets pass, the newest first, read as they are asked for.
    package func records(_ filter: AuditFilter = AuditFilter()) -> AuditSequence {
        AuditSequence(
            client: bus.client, sources: AuditSource.all(of: bus, for: filter), local: local, filter: filter)
    }

    /// The last records that a filter lets pass, the newest last.
    ///
    /// - Parameter count: How many at most.
    /// - Throws: `RedisError` where there is no answer, or this user may not read the keys.
    package func latest(
        _ count: Int, _ filter: AuditFilter = AuditFilter()
    ) async throws(RedisError) -> [AuditRecord] {
        var found: [AuditRecord] = []
        var iterator = records(filter).makeAsyncIterator()
        while found.count < count, let record = try await iterator.next() { found.append(record) }
        return found.reversed()
    }
}
