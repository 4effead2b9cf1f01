import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("A group that somebody destroys under its readers")
struct LostGroupTests {
    @Test("what is in hand or waits for a retry is handled, and what is done with does not come again")
    func consumer() async throws {
        try await TestBus.run { test in
            let pause = RetryBackoff(base: .milliseconds(300), factor: 1, max: .milliseconds(300))
            let bench = ConsumerBench(
                test: test, policy: DeliveryPolicy(attempts: 3, backoff: pause, ackTimeout: .milliseconds(600)))
            try await test.bus.publish(contentsOf: (0..<30).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            let seen = Log<Int>()
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let isDone = try await bench.consuming { event, delivery in
                seen.add(event.weight)
                if event.weight == 3, seen.all.count(where: { $0 == 3 }) == 1 { throw Refused() }
                if event.weight == 5 { for await _ in gate {} }
            } until: {
                let isWaiting = try await eventually {
                    try await bench.pending().map(\.consumer) == ["~delayed", "me"] && seen.count == 30
                }
                #expect(isWaiting)
                try await test.client.command("XGROUP", "DESTROY", test.log, "g")
                try await test.bus.publish(ParcelSent(parcel: "new", weight: 99))
                let hasComeBack = await eventually { seen.all.contains(99) }
                #expect(hasComeBack)
                open.finish()
                return try await eventually(within: .seconds(20)) {
                    try await test.pending("g") == 0 && seen.all.count(where: { $0 == 3 }) >= 2
                }
            }
            #expect(isDone)
            // These two were not done with; whether they were in the middle of it nobody can tell.
            let others = seen.all.filter { ![3, 5].contains($0) }
            #expect(others.sorted() == (0..<30).filter { ![3, 5].contains($0) } + [99])
            #expect(seen.all.contains(5))
        }
    }

    @Test("what comes a second time is handled, passed over or acknowledged by what was known of it")
    func verdicts() {
        func at(_ number: UInt64) -> StreamPosition { StreamPosition(milliseconds: number, sequence: 0) }
        let rereading = Rereading(limit: at(10), inHand: [at(3), at(5)])
        let table: [(UInt64, isHeld: Bool, Rereading.Verdict)] = [
            (11, false, .handle), (10, false, .acknowledge), (3, true, .skip), (3, false, .handle),
            (4, true, .skip), (4, false, .acknowledge),
        ]
        for (position, isHeld, expected) in table {
            #expect(rereading.verdict(at(position), isHeld: isHeld) == expected, "\(position), \(isHeld)")
        }
        // Whoever made it decided what comes again.
        let theirs = Rereading(limit: at(10), inHand: nil)
        #expect(theirs.verdict(at(4), isHeld: false) == .handle && theirs.verdict(at(4), isHeld: true) == .skip)
    }

    @Test("what a router has in hand is routed when its group is there again")
    func router() async throws {
        try await TestBus.run { test in
            let router = test.bus.router(consumer: "r", batch: 10)
            let running = Task { try await router.run() }
            let count = 1_000
            for step in 0..<20 {
                try await test.bus.publish(
                    contentsOf: (0..<count / 20).map { ParcelSent(parcel: "p", weight: step * count / 20 + $0) })
                try await test.client.command("XGROUP", "DESTROY", test.log, "router")
            }
            let isRouted = try await eventually(within: .seconds(20)) {
                let items = try await test.client.command("LRANGE", "parcels:queue", "0", "-1").compactMap(\.string)
                return try await test.pending("router") == 0 && Set(items).count == count
            }
            #expect(isRouted)
            running.cancel()
            try await running.value
        }
    }

    @Test("route.lua refuses where its group is gone, and does nothing")
    func refused() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 1))
            let lease = "test:{parcels:0}:lease:router"
            try await test.client.command("HSET", lease, "epoch", "1")
            let error = await #expect(throws: RedisError.self) {
                try await test.client.evaluate(
                    Scripts.route, keys: [test.log, test.dead, lease, "parcels:queue"],
                    arguments: ["router", "r", "now", "1", "1-0", "1", "LPUSH", "parcels:queue", "item"])
            }
            #expect(error?.code == .server("NOGROUP"))
            #expect(try await test.client.command("EXISTS", "parcels:queue").integer == 0)
        }
    }

    @Test("how far a group has come is in front of the first that is not done with")
    func progress() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(contentsOf: (0..<10).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            let positions = try await test.client.command("XRANGE", test.log, "-", "+").compactMap {
                $0[0].string.flatMap { StreamPosition($0) }
            }
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let running = try await bench.start { event, _ in
                if event.weight == 4 { for await _ in gate {} }
            }
            let isBefore = await eventually { running.lease.noted == positions[4].previous }
            #expect(isBefore)
            open.finish()
            let isAtEnd = await eventually { running.lease.noted == positions[9] }
            #expect(isAtEnd)
            try await running.end()
        }
    }
}
