import EventBus
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Handlers that take too long")
struct TimeOutTests {
    @Test("a handler whose time is up is cancelled, charged, tried again and buried, while others go on")
    func timeOut() async throws {
        try await TestBus.run { test in
            var bench = ConsumerBench(test: test)
            bench.limits = ConsumerLimits(
                concurrency: 1, batch: 8, handlerTimeout: .milliseconds(80), drain: .seconds(2))
            try await test.bus.publish(contentsOf: ["slow", "quick"].map { ParcelSent(parcel: $0, weight: 1) })
            let seen = Log<String>()
            let isDone = try await bench.consuming { event, delivery in
                seen.add("\(event.parcel)/\(delivery.attempt)")
                if event.parcel == "slow" { try await Task.sleep(for: .seconds(60)) }
            } until: {
                try await eventually { try await test.pending("g") == 0 && seen.count == 4 }
            }
            #expect(isDone)
            #expect(Set(seen.all) == ["slow/1", "slow/2", "slow/3", "quick/1"])
            let letter = try #require(try await bench.letters().first)
            #expect(
                letter["reason"] == "attempts_used_up" && letter["error"]?.hasPrefix("timed out after 0.08") == true)
        }
    }

    @Test("a handler that hangs and heeds nothing is given up: its neighbours, and later attempts, go on")
    func hanging() async throws {
        try await TestBus.run { test in
            var bench = ConsumerBench(test: test)
            bench.limits = ConsumerLimits(
                concurrency: 1, batch: 8, handlerTimeout: .milliseconds(50), drain: .seconds(2))
            try await test.bus.publish(contentsOf: ["stuck", "fine"].map { ParcelSent(parcel: $0, weight: 1) })
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let stuck = Mutex<[UnsafeContinuation<Void, Never>]>([])
            let seen = Log<String>()
            let isDone = try await bench.consuming { event, delivery in
                seen.add("\(event.parcel)/\(delivery.attempt)")
                if event.parcel == "stuck", delivery.attempt == 1 {
                    await withUnsafeContinuation { waiter in stuck.withLock { $0.append(waiter) } }
                    for await _ in gate {}
                }
            } until: {
                try await eventually(within: .seconds(20)) { try await test.pending("g") == 0 && seen.count == 3 }
            }
            #expect(isDone)
            #expect(seen.all == ["stuck/1", "fine/1", "stuck/2"])
            // What it returns now is nobody's business.
            for waiter in stuck.withLock({ $0 }) { waiter.resume() }
            open.finish()
            #expect(try await test.client.command("XLEN", test.dead).integer == 0)
        }
    }

    @Test("a stop waits no longer than it says for handlers, and for none that heeds nothing")
    func drain() async throws {
        try await TestBus.run { test in
            var bench = ConsumerBench(test: test)
            bench.limits = ConsumerLimits(concurrency: 2, batch: 8, drain: .milliseconds(100))
            try await test.bus.publish(contentsOf: (0..<2).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            let began = Log<Int>()
            let running = try await bench.start { event, _ in
                began.add(event.weight)
                try await Task.sleep(for: .seconds(60))
            }
            #expect(await eventually { began.count == 2 })
            let start = ContinuousClock.now
            try await running.end()
            #expect(ContinuousClock.now - start < .seconds(5))
            #expect(try await bench.pending().map(\.count) == [1, 1])
        }
    }

    @Test("the time that charging takes is none of the handler's, and no reason to end")
    func slowCharge() async throws {
        try await TestBus.run { test in
            let proxy = try await FaultProxy(to: test.server)
            let client = RedisClient(configuration: try RedisConfiguration(url: proxy.url))
            var bench = ConsumerBench(test: test)
            bench.limits = ConsumerLimits(handlerTimeout: .milliseconds(30), drain: .seconds(2))
            try await test.bus.publish(contentsOf: (0..<3).map { ParcelSent(parcel: "p", weight: $0) })
            try await bench.leaveBehind(3)
            await proxy.delay(.milliseconds(150))
            let seen = Log<String>()
            let running = try await bench.start(client: client) { event, delivery in
                seen.add("\(event.weight)/\(delivery.attempt)")
            }
            let isDone = try await eventually { try await test.pending("g") == 0 }
            #expect(isDone)
            #expect(seen.all == ["0/1", "1/1", "2/1"])
            await proxy.delay(.zero)
            try await running.end()
            await client.close()
            await proxy.stop()
        }
    }
}
