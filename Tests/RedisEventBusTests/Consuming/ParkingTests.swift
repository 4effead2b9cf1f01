import EventBus
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Deliveries that are put off")
struct ParkingTests {
    @Test("a delivery that failed is tried again with the next attempt, before what comes behind it in its aggregate")
    func retryInOrder() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(contentsOf: (0..<5).map { ParcelSent(parcel: "p", weight: $0) })
            let seen = Log<String>()
            let isDone = try await bench.consuming { event, delivery in
                seen.add("\(event.weight)/\(delivery.attempt)")
                if event.weight == 1, delivery.attempt < 3 { throw Refused() }
            } until: {
                try await eventually { try await test.pending("g") == 0 && seen.count == 7 }
            }
            #expect(isDone)
            #expect(seen.all == ["0/1", "1/1", "1/2", "1/3", "2/1", "3/1", "4/1"])
            #expect(try await test.client.command("ZCARD", bench.delayed).integer == 0)
        }
    }

    @Test("a delivery that waits keeps its attempts, its place and its pause over a restart")
    func restart() async throws {
        try await TestBus.run { test in
            var bench = ConsumerBench(test: test)
            bench.policy = DeliveryPolicy(
                attempts: 5, backoff: RetryBackoff(base: .seconds(3_600), max: .seconds(3_600)))
            try await test.bus.publish(contentsOf: (0..<3).map { ParcelSent(parcel: "p", weight: $0) })
            let first = Log<String>()
            let isParked = try await bench.consuming("one") { event, delivery in
                first.add("\(event.weight)/\(delivery.attempt)")
                throw Refused()
            } until: {
                try await eventually {
                    try await bench.pending().map(\.consumer) == ["~delayed", "~delayed", "~delayed"]
                }
            }
            #expect(isParked && first.all == ["0/1"])
            #expect(try await bench.pending().map(\.count) == [1, 0, 0])
            #expect(try await test.client.command("ZCARD", bench.delayed).integer == 1)

            let second = Log<String>()
            let running = try await bench.start("two", epoch: 2) { event, delivery in
                second.add("\(event.weight)/\(delivery.attempt)")
            }
            try await test.bus.publish(ParcelSent(parcel: "other", weight: 9))
            #expect(await eventually { second.all == ["9/1"] })
            // The hour is over.
            let due = try await test.client.command("ZRANGE", bench.delayed, "0", "0")[0].string ?? ""
            try await test.client.command("ZADD", bench.delayed, "1", due)
            #expect(try await eventually { try await test.pending("g") == 0 })
            try await running.end()
            #expect(second.all == ["9/1", "0/2", "1/1", "2/1"])
        }
    }

    @Test("an aggregate that fails holds up no other, whatever comes behind it")
    func neighbours() async throws {
        try await TestBus.run { test in
            var bench = ConsumerBench(test: test)
            bench.policy = DeliveryPolicy(
                attempts: 5, backoff: RetryBackoff(base: .seconds(3_600), max: .seconds(3_600)))
            bench.limits = ConsumerLimits(concurrency: 4, batch: 64, drain: .seconds(2))
            for _ in 0..<10 {
                try await test.bus.publish(contentsOf: (0..<1_000).map { ParcelSent(parcel: "bad", weight: $0) })
            }
            try await test.bus.publish(contentsOf: (0..<50).map { ParcelSent(parcel: "good", weight: $0) })
            let seen = Log<Int>()
            let bad = Log<Int>()
            let isDone = try await bench.consuming { event, _ in
                if event.parcel == "bad" {
                    bad.add(event.weight)
                    throw Refused()
                }
                seen.add(event.weight)
            } until: {
                await eventually(within: .seconds(60)) { seen.count == 50 }
            }
            #expect(isDone && seen.all == Array(0..<50) && bad.all == [0])
            #expect(try await test.pending("g") == 10_000)
        }
    }

    @Test("what waits behind a delivery that failed comes back in order and completely, thousands of them")
    func backlog() async throws {
        try await TestBus.run { test in
            var bench = ConsumerBench(test: test)
            bench.policy = DeliveryPolicy(
                attempts: 5, backoff: RetryBackoff(base: .milliseconds(300), max: .milliseconds(300)))
            try await test.bus.publish(contentsOf: (0..<2_000).map { ParcelSent(parcel: "p", weight: $0) })
            let seen = Log<Int>()
            let isDone = try await bench.consuming { event, delivery in
                if event.weight % 500 == 0, delivery.attempt == 1 { throw Refused() }
                seen.add(event.weight)
            } until: {
                try await eventually(within: .seconds(30)) { try await test.pending("g") == 0 && seen.count == 2_000 }
            }
            #expect(isDone)
            #expect(seen.all == Array(0..<2_000))
        }
    }

    @Test("at maxmemory a failure is parked, tried again and buried all the same")
    func fullMemory() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(contentsOf: ["bad", "late"].map { ParcelSent(parcel: $0, weight: 1) })
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let seen = Log<String>()
            let isDone = try await bench.consuming { event, delivery in
                for await _ in gate {}
                seen.add("\(event.parcel)/\(delivery.attempt)")
                if event.parcel == "bad" || delivery.attempt == 1 { throw Refused() }
            } until: {
                #expect(try await eventually { try await test.pending("g") == 2 })
                try await test.client.command("CONFIG", "SET", "maxmemory", "1")
                open.finish()
                return try await eventually { try await test.pending("g") == 0 }
            }
            #expect(isDone)
            #expect(Set(seen.all) == ["bad/1", "bad/2", "bad/3", "late/1", "late/2"])
            #expect(try await bench.letters().map { $0["reason"] } == ["attempts_used_up"])
        }
    }

    @Test("a handler that postpones is charged nothing, and what comes behind it waits")
    func postpone() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(contentsOf: (0..<2).map { ParcelSent(parcel: "p", weight: $0) })
            let seen = Log<String>()
            let began = ContinuousClock.now
            let isDone = try await bench.consuming { event, delivery in
                seen.add("\(event.weight)/\(delivery.attempt)")
                if event.weight == 0, seen.count < 6 { throw Postpone(for: .milliseconds(20)) }
            } until: {
                try await eventually { try await test.pending("g") == 0 && seen.count == 7 }
            }
            #expect(isDone)
            #expect(seen.all == Array(repeating: "0/1", count: 6) + ["1/1"])
            #expect(ContinuousClock.now - began >= .milliseconds(100))
        }
    }

    @Test("a handler that rejects makes a dead letter at once, with its reason")
    func reject() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(contentsOf: (0..<2).map { ParcelSent(parcel: "p", weight: $0) })
            let seen = Log<Int>()
            let isDone = try await bench.consuming { event, _ in
                seen.add(event.weight)
                if event.weight == 0 { throw Reject("no such street") }
            } until: {
                try await eventually { try await test.pending("g") == 0 && seen.count == 2 }
            }
            #expect(isDone && seen.all == [0, 1])
            let letter = try #require(try await bench.letters().first)
            #expect(letter["reason"] == "rejected" && letter["error"] == "no such street" && letter["attempts"] == "1")
        }
    }

    @Test("a server's clock that is set back delays no retry of a living consumer")
    func clockSetBack() async throws {
        try await TestBus.run { test in
            var bench = ConsumerBench(test: test)
            bench.policy = DeliveryPolicy(
                attempts: 5, backoff: RetryBackoff(base: .milliseconds(400), max: .milliseconds(400)))
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 1))
            let seen = Log<Int>()
            let isDone = try await bench.consuming { _, delivery in
                seen.add(delivery.attempt)
                if delivery.attempt == 1 { throw Postpone(for: .milliseconds(500)) }
            } until: {
                #expect(try await eventually { try await test.client.command("ZCARD", bench.delayed).integer == 1 })
                // By the server's clock, which was set back, it is due tomorrow.
                let position = try await test.client.command("ZRANGE", bench.delayed, "0", "0")[0].string ?? ""
                try await test.client.command("ZADD", bench.delayed, "XX", "99999999999999", position)
                return await eventually { seen.count == 2 }
            }
            #expect(isDone)
        }
    }

    @Test("the events of an aggregate are handled in order under random failures, and each once to its end")
    func randomFailures() async throws {
        var random = SeededGenerator("failures and postponements")
        let seed = UInt64.random(in: .min ... .max, using: &random)
        try await TestBus.run { test in
            var bench = ConsumerBench(test: test)
            bench.policy = DeliveryPolicy(
                attempts: 50, backoff: RetryBackoff(base: .milliseconds(1), factor: 1.5, max: .milliseconds(15)))
            bench.limits = ConsumerLimits(concurrency: 6, batch: 8, drain: .seconds(2))
            for round in 0..<40 {
                try await test.bus.publish(contentsOf: (0..<7).map { ParcelSent(parcel: "p-\($0)", weight: round) })
            }
            let dice = Mutex(SeededGenerator(seed: seed))
            let seen = Mutex<[String: [Int]]>([:])
            let isDone = try await bench.consuming { event, _ in
                switch dice.withLock({ Int.random(in: 0..<5, using: &$0) }) {
                case 0: throw Refused()
                case 1: throw Postpone(for: .milliseconds(3))
                case 2: try await Task.sleep(for: .milliseconds(1))
                default: break
                }
                seen.withLock { $0[event.parcel, default: []].append(event.weight) }
            } until: {
                try await eventually(within: .seconds(30)) {
                    let pending = try await test.pending("g")
                    return pending == 0 && seen.withLock { $0.values.reduce(0) { $0 + $1.count } } == 280
                }
            }
            #expect(isDone)
            for order in seen.withLock({ $0.values }) { #expect(order == Array(0..<40)) }
            #expect(seen.withLock { $0.count } == 7)
        }
    }
}
