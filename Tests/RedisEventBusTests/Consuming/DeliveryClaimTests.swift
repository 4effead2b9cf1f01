import EventBus
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Claims on deliveries in hand")
struct DeliveryClaimTests {
    @Test("a handler that is slower than the time-out keeps its delivery, and those that wait behind it")
    func slowHandler() async throws {
        try await TestBus.run { test in
            var bench = ConsumerBench(test: test)
            bench.order = .none
            bench.policy = DeliveryPolicy(ackTimeout: .seconds(1))
            bench.limits = ConsumerLimits(concurrency: 1, batch: 8, drain: .seconds(5))
            try await test.bus.publish(contentsOf: (0..<3).map { ParcelSent(parcel: "p", weight: $0) })
            let slow = Log<Int>()
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let one = try await bench.start("one") { event, _ in
                slow.add(event.weight)
                for await _ in gate {}
            }
            #expect(try await eventually { try await test.pending("g") == 3 })
            let others = Log<Int>()
            let two = try await bench.start("two") { event, _ in others.add(event.weight) }
            // Several times the time-out, while the second consumer looks for what is forgotten.
            let end = ContinuousClock.now + bench.policy.ackTimeout * 4
            var isKept = true
            while ContinuousClock.now < end {
                let pending = try await bench.pending()
                isKept = isKept && pending.allSatisfy { $0.consumer == "one" }
                try await Task.sleep(for: .milliseconds(50))
            }
            #expect(isKept)
            #expect(others.all == [])
            open.finish()
            #expect(try await eventually { try await test.pending("g") == 0 })
            try await one.end()
            try await two.end()
            #expect(slow.all == [0, 1, 2])
        }
    }

    @Test("a delivery that another has claimed is cancelled here, and what its handler does then is of no account")
    func claimedAway() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(contentsOf: ["a", "b"].map { ParcelSent(parcel: $0, weight: 1) })
            let cancelled = Log<String>()
            let seen = Log<String>()
            let running = try await bench.start { event, _ in
                seen.add(event.parcel)
                guard event.parcel == "a", event.weight == 1 else { return }
                do { try await Task.sleep(for: .seconds(60)) } catch {
                    cancelled.add(event.parcel)
                    // It fails for another reason; or it returns as if all were well.
                    throw Refused()
                }
            }
            #expect(try await eventually { try await test.pending("g") == 1 })
            let position = try await test.client.command("XPENDING", test.log, "g", "-", "+", "1")[0][0].string ?? ""
            try await test.client.command("XCLAIM", test.log, "g", "other", "0", position, "JUSTID")
            #expect(await eventually { cancelled.all == ["a"] })
            try await test.bus.publish(ParcelSent(parcel: "a", weight: 2))
            #expect(await eventually { seen.count == 3 })
            try await running.end()
            #expect(try await bench.pending().map(\.consumer) == ["other"])
            #expect(try await test.client.command("ZCARD", bench.delayed).integer == 0)
        }
    }

    @Test("a graceful stop hands back what had not begun, with its attempts, for others to have at once")
    func handBack() async throws {
        try await TestBus.run { test in
            var bench = ConsumerBench(test: test)
            bench.order = .none
            bench.limits = ConsumerLimits(concurrency: 1, batch: 8, drain: .seconds(5))
            try await test.bus.publish(contentsOf: (0..<4).map { ParcelSent(parcel: "p", weight: $0) })
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let one = try await bench.start("one") { _, _ in for await _ in gate {} }
            #expect(try await eventually { try await test.pending("g") == 4 })
            one.stop.stop()
            open.finish()
            try await one.task.value
            let left = try await bench.pending()
            #expect(left.map(\.count) == [1, 1, 1] && left.allSatisfy { $0.idle > 3_600_000 })
        }
    }

    @Test("where the lease is lost handlers are cancelled, and nothing more is acknowledged")
    func leaseLost() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(contentsOf: (0..<4).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            let began = Log<Int>()
            let running = try await bench.start { event, _ in
                began.add(event.weight)
                // One that returns as if it had finished.
                try? await Task.sleep(for: .seconds(60))
            }
            #expect(await eventually { began.count == 4 })
            try await running.end(.lost)
            #expect(try await test.pending("g") == 4)
        }
    }

    @Test("a connection that the lease does not admit reads nothing")
    func notAdmitted() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            let lease = try await StandingLease(test)
            lease.refuseConnections()
            try await bench.leaveBehind(0)
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 1))
            let stop = StopSignal()
            try await bench.consumer("me") { _, _ in Issue.record("it read all the same") }.run(
                lease: lease, stop: stop)
            #expect(stop.reason == .lost)
            #expect(try await test.pending("g") == 0)
        }
    }
}
