import EventBus
import EventBusOperations
import RedisEventBus
import Testing

@Suite("The verdict about a bus")
struct OverviewVerdictTests {
    typealias Status = OverviewVerdict.Status

    /// A bus on which all is well, and how it is changed.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let status: Status
        let reason: String
        let change: @Sendable (inout BusOverview) -> Void
        var testDescription: String { name }

        init(
            _ name: String, _ status: Status, _ reason: String,
            _ change: @escaping @Sendable (inout BusOverview) -> Void
        ) {
            (self.name, self.status, self.reason, self.change) = (name, status, reason, change)
        }
    }

    static let well: BusOverview = {
        var overview = BusOverview(time: Timestamp(microseconds: 0), server: ServerOverview())
        overview.streams = [StreamOverview(name: "s", partitions: 1)]
        overview.queues = [queue(waiting: 1_000, processing: 100, dead: 10)]
        overview.loops = [LoopStatus(name: "router s/0", age: .seconds(1), isDead: false)]
        return overview
    }()

    static func queue(waiting: Int = 0, processing: Int = 0, dead: Int = 0) -> QueueOverview {
        QueueOverview(
            list: "q", depth: WorkQueueDepth(waiting: waiting, processing: processing, delayed: 0, dead: dead))
    }

    static let cases = [
        Case("numbers at their limits are well", .healthy, "") { _ in },
        Case("the server is away", .unhealthy, "Redis does not answer: refused") { $0.server.failure = "refused" },
        Case("a replica", .degraded, "is a replica") { $0.server.impediment = "this Redis is a replica" },
        Case("a half-open breaker", .degraded, "half open") { $0.server.breaker = .halfOpen },
        Case("an open breaker", .degraded, "breaker is open") { $0.server.breaker = .open },
        Case("ten dead letters", .healthy, "") { $0.streams[0].deadLetters = 10 },
        Case("eleven dead letters", .degraded, "s has 11 dead letters") { $0.streams[0].deadLetters = 11 },
        Case("pinned retention", .degraded, "for group slow") { $0.streams[0].retentionHolder = "slow" },
        Case("a stream that can't be looked at", .degraded, "stream s: WRONGTYPE") {
            $0.streams[0].failure = "WRONGTYPE"
        },
        Case("1001 waiting", .degraded, "1001 messages wait on q") { $0.queues = [queue(waiting: 1_001)] },
        Case("101 processing", .degraded, "101 messages of q") { $0.queues = [queue(processing: 101)] },
        Case("11 dead on a queue", .degraded, "q has 11 dead letters") { $0.queues = [queue(dead: 11)] },
        Case("a queue that can't be looked at", .degraded, "queue q: WRONGTYPE") {
            $0.queues = [QueueOverview(list: "q", depth: nil, failure: "WRONGTYPE")]
        },
        Case("a dead loop", .degraded, "router s/0” has not turned for 40 s: stuck") {
            $0.loops[0] = LoopStatus(name: "router s/0", age: .seconds(40), isDead: true, failure: "stuck")
        },
    ]

    @Test("is what the table says", arguments: cases)
    func table(_ row: Case) {
        var overview = Self.well
        row.change(&overview)
        let verdict = overview.verdict
        #expect(verdict.status == row.status)
        #expect(verdict.reasons.count == (row.status == .healthy ? 0 : 1))
        #expect(verdict.reasons.first?.contains(row.reason) ?? row.reason.isEmpty)
    }

    @Test("names everything that is wrong, the server first")
    func several() {
        var overview = Self.well
        overview.server.impediment = "loading"
        overview.streams[0].deadLetters = 11
        overview.queues = [Self.queue(dead: 12)]
        #expect(
            overview.verdict.reasons == ["loading", "s has 11 dead letters", "q has 12 dead letters"])
    }
}
