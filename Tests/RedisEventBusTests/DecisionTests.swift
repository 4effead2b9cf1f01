import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Decisions, without a server")
struct DecisionTests {
    @Test("a lane runs one item at a time in order; lanes run beside each other")
    func lanes() {
        var scheduler = LaneScheduler<String>()
        for (item, lane) in [("a1", 1), ("a2", 1), ("b1", 2), ("a3", 1)] { scheduler.enqueue(item, lane: UInt64(lane)) }
        #expect(scheduler.outstanding == 4 && scheduler.readyCount == 2)
        #expect(scheduler.take()?.item == "a1")
        #expect(scheduler.take()?.item == "b1")
        #expect(scheduler.take() == nil)
        scheduler.complete(lane: 1)
        #expect(scheduler.take()?.item == "a2")
        scheduler.complete(lane: 2)
        #expect(scheduler.take() == nil)
        scheduler.complete(lane: 1)
        #expect(scheduler.take()?.item == "a3")
        #expect(Array(scheduler.items) == ["a3"])
        scheduler.complete(lane: 1)
        #expect(scheduler.outstanding == 0 && scheduler.readyCount == 0)
    }

    @Test("every delivery leaves the scheduler once and in its lane's order, whatever the schedule")
    func randomSchedule() {
        var random = SeededGenerator("lane schedule")
        var scheduler = LaneScheduler<(lane: UInt64, number: Int)>()
        var running: [(lane: UInt64, number: Int)] = []
        var given: [UInt64: Int] = [:]
        var done: [UInt64: [Int]] = [:]
        for _ in 0..<5_000 {
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                let lane = UInt64.random(in: 0..<7, using: &random)
                given[lane, default: 0] += 1
                scheduler.enqueue((lane, given[lane, default: 0]), lane: lane)
            case 1:
                if let taken = scheduler.take() { running.append(taken.item) }
            default:
                guard let index = running.indices.randomElement(using: &random) else { continue }
                let item = running.remove(at: index)
                done[item.lane, default: []].append(item.number)
                scheduler.complete(lane: item.lane)
            }
            #expect(Set(running.map(\.lane)).count == running.count)
        }
        for (lane, numbers) in done { #expect(numbers == Array(1...numbers.count), "lane \(lane)") }
        #expect(scheduler.outstanding == given.values.reduce(0, +) - done.values.reduce(0) { $0 + $1.count })
    }

    @Test("a failure is tried again until the attempts are used up; what no attempt can mend is buried at once")
    func outcomes() {
        var random = SeededGenerator(seed: 1)
        let policy = DeliveryPolicy(attempts: 3)
        func outcome(_ error: any Error, attempt: Int, cancellation: HandlerCancellation? = nil) -> AttemptOutcome {
            AttemptOutcome(failure: error, attempt: attempt, policy: policy, cancellation: cancellation, using: &random)
        }
        if case .park(let made, let pause, let error) = outcome(Refused(), attempt: 1) {
            #expect(error == "Refused()" && made == 1 && pause >= .zero && pause <= .seconds(1))
        } else {
            Issue.record("the first failure is not tried again")
        }
        if case .bury(let reason, _) = outcome(Refused(), attempt: 3) {
            #expect(reason == .attemptsUsedUp)
        } else {
            Issue.record("the last failure is not buried")
        }
        if case .abandon = outcome(Refused(), attempt: 3, cancellation: .stop) {
        } else {
            Issue.record("a failure at shutdown is charged to the delivery")
        }
        if case .bury(let reason, _) = outcome(UndeliverableRecord.unknownType("x"), attempt: 1, cancellation: .stop) {
            #expect(reason == .unknownType)
        } else {
            Issue.record("an unknown type is tried again")
        }
        if case .bury(let reason, let error) = outcome(Reject("no"), attempt: 1) {
            #expect(reason == .rejected && error == "no")
        } else {
            Issue.record("a rejected delivery is tried again")
        }
        if case .park(let made, let pause, let error) = outcome(Postpone(for: .seconds(7)), attempt: 3) {
            #expect(error == nil && made == 2 && pause == .seconds(7))
        } else {
            Issue.record("a postponed delivery is charged an attempt")
        }
        let timeOut = HandlerCancellation.timedOut(HandlerTimeOut(limit: .seconds(5)))
        if case .bury(let reason, let error) = outcome(CancellationError(), attempt: 3, cancellation: timeOut) {
            #expect(reason == .attemptsUsedUp && error.hasPrefix("timed out after 5"))
        } else {
            Issue.record("a handler that timed out is not charged")
        }
        if case .lost = outcome(Reject("no"), attempt: 1, cancellation: .lost) {
        } else {
            Issue.record("what becomes of a lost delivery is this consumer's to say")
        }
    }

    @Test(
        "what a reading loop does about an error",
        arguments: [
            ("NOGROUP", ReadRecovery.recreateGroup), ("UNBLOCKED", .again), ("WRONGTYPE", .fail), ("NOPERM", .fail),
            ("LOADING", .reconnect), ("READONLY", .reconnect), ("MASTERDOWN", .reconnect), ("OOM", .reconnect),
        ])
    func recovery(code: String, expected: ReadRecovery) {
        #expect(ReadRecovery(RedisError(RedisServerError(line: "\(code) x"))) == expected)
    }

    @Test("a lost connection, a time-out and an open breaker are waited out; a closed client is not")
    func recoveryOfConnections() {
        for code in [RedisError.Code.connectionLost, .timeout, .notConnected, .circuitOpen] {
            #expect(ReadRecovery(RedisError(code, "x", delivery: .notSent)) == .reconnect)
        }
        #expect(ReadRecovery(RedisError(.closed, "x", delivery: .notSent)) == .fail)
    }

    @Test("the window answers with what comes behind a position, says when it is behind, and stays bounded")
    func window() throws {
        var window = TailWindow(after: StreamPosition(milliseconds: 10, sequence: 0), capacity: 8)
        func positions(_ answer: TailWindow.Answer) -> [UInt64]? {
            if case .entries(let entries, _) = answer { entries.map(\.position.milliseconds) } else { nil }
        }
        func at(_ milliseconds: UInt64) -> StreamPosition { StreamPosition(milliseconds: milliseconds, sequence: 0) }
        if case .upToDate = window.entries(after: at(10), limit: 9) {
        } else {
            Issue.record("an empty window has entries")
        }
        window.append(try (11...18).map(entry))
        #expect(positions(window.entries(after: at(10), limit: 3)) == [11, 12, 13])
        #expect(positions(window.entries(after: at(16), limit: 9)) == [17, 18])
        window.append(try [entry(19)])
        #expect(window.floor == at(15) && window.last == at(19))
        if case .behind(let floor) = window.entries(after: at(14), limit: 9) {
            #expect(floor == at(15))
        } else {
            Issue.record("a reader before the window is not told so")
        }
        #expect(positions(window.entries(after: at(15), limit: 9)) == [16, 17, 18, 19])
    }

    @Test("what INFO says decides how durable an append is")
    func durability() {
        let without = ServerFacts(info: "# Persistence\r\naof_enabled:0\r\n")
        let with = ServerFacts(info: "redis_version:7.0.15\r\naof_enabled:1\r\nmaxmemory:0\r\nrole:master\r\n")
        #expect(without.durability(fsync: "always") == .memory)
        #expect(with.durability(fsync: "always") == .fsyncAlways)
        #expect(with.durability(fsync: "everysec") == .fsyncEverySecond)
        #expect(with.durability(fsync: nil) == .attested)
        #expect(with.isPrimary && with.memoryLimit == nil)
        #expect(with.isAtLeast(major: 7, minor: 0) && !with.isAtLeast(major: 7, minor: 2))
    }

    @Test("every list of a stream's routes is a key of the script, each once")
    func routingTable() {
        let table = RoutingTable(parcelEvents, stream: "parcels")
        #expect(table.lists == ["parcels:queue"])
        #expect(table.plans.count == 2)
        #expect(RoutingTable(parcelEvents, stream: "others").plans.isEmpty)
    }

    private func entry(_ milliseconds: UInt64) throws -> LogEntry {
        let reply = try RedisReply(
            parsing: "*2\r\n$\("\(milliseconds)-0".count)\r\n\(milliseconds)-0\r\n*2\r\n$1\r\nx\r\n$1\r\ny\r\n".utf8)
        return try #require(LogEntry(reply))
    }
}
