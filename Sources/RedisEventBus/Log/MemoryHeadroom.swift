import EventBus

/// Whether the server has room for more events, as far as was last heard.
///
/// A pure value: the publisher's clock comes from outside in milliseconds and may jump; that costs a question, never more.
struct MemoryHeadroom: Sendable {
    /// What the server said of its memory.
    struct Report: Sendable, Hashable {
        /// Bytes that count towards the limit.
        let used: UInt64
        /// `maxmemory` in bytes; `nil` where there is none.
        let limit: UInt64?
        /// `maxmemory-policy`; `nil` where it was not told.
        let evictionPolicy: String?

        init(used: UInt64, limit: UInt64?, evictionPolicy: String?) {
            self.used = used
            self.limit = limit
            self.evictionPolicy = evictionPolicy
        }

        /// Reads `INFO`, or its section `memory`.
        init(_ facts: ServerFacts) {
            let number = { (name: String) in facts[name].flatMap { UInt64($0) } ?? 0 }
            let counted = number("used_memory")
            // Buffers for replicas and the append-only file do not count against maxmemory.
            used = counted - min(counted, number("mem_not_counted_for_evict"))
            limit = facts.memoryLimit
            evictionPolicy = facts["maxmemory_policy"]
        }
    }

    private let highWater: Double
    private var report: Report?
    private var askedAt: UInt64?

    init(highWater: Double) {
        self.highWater = highWater
    }

    /// What was last heard, if anything.
    var lastReport: Report? { report }

    /// Whether publishing is refused.
    var isFull: Bool {
        guard let report, let limit = report.limit else { return false }
        return Double(report.used) >= Double(limit) * highWater
    }

    /// Whether the server should be asked; asking counts as begun. At most once a second, and once a minute where there
    /// is no limit, since one may be set while we run.
    mutating func shouldAsk(at now: UInt64) -> Bool {
        let interval: UInt64 = report?.limit == nil ? 60_000 : 1_000
        // A clock that was set back makes this wrap round to something large.
        if let askedAt, now &- askedAt < interval { return false }
        askedAt = now
        return true
    }

    /// The server has refused a write for want of memory: what was heard is out of date.
    mutating func forget() { askedAt = nil }

    /// Takes in what the server said; `nil` where it would not say.
    mutating func heard(_ report: Report?, at now: UInt64) {
        self.report = report
        askedAt = now
    }

    /// Whether the server may remove an idempotency key before its window is over. `false` where it did not tell.
    var mayEvict: Bool {
        guard let report, report.limit != nil, let policy = report.evictionPolicy else { return false }
        return policy != "noeviction"
    }

    /// Why events with an idempotency key are refused.
    var evictionRefusal: PublishError {
        PublishError(
            .rejected,
            """
            at its limit this Redis removes keys (maxmemory-policy \(report?.evictionPolicy ?? "unknown")), idempotency keys \
            among them, and an event could be appended twice: set `maxmemory-policy noeviction`; nothing was written
            """, cause: PublishObstacle.keysMayGo)
    }

    /// Why publishing is refused.
    var refusal: PublishError {
        let used = Self.mebibytes(report?.used ?? 0)
        let limit = Self.mebibytes(report?.limit ?? 0)
        let percent = Int((highWater * 100).rounded())
        return PublishError(
            .rejected,
            """
            Redis uses \(used) of its \(limit) MiB (maxmemory), and publishing stops at \(percent) % so that retries and \
            dead letters keep room: raise maxmemory, let retention trim the streams, or set EVENTBUS_MEMORY_HIGH_WATER; \
            nothing was written
            """, cause: PublishObstacle.memoryFull)
    }

    private static func mebibytes(_ bytes: UInt64) -> String {
        let tenths = bytes * 10 / 1_048_576
        return "\(tenths / 10).\(tenths % 10)"
    }
}
