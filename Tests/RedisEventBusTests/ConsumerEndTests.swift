import EventBus
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("How a consumer stops, and what it must not wait for")
struct ConsumerEndTests {
    private func consumer(
        _ test: TestBus, policy: DeliveryPolicy = DeliveryPolicy(), limits: ConsumerLimits,
        _ handle: @escaping @Sendable (ParcelSent, Delivery) async throws -> Void
    ) -> PartitionConsumer {
        ConsumerBench(test: test, policy: policy, limits: limits).consumer("me", handle)
    }

    @Test("a stop ends a consumer that is full of deliveries behind one that waits to be tried again")
    func stopWhileFull() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(contentsOf: (0..<50).map { ParcelSent(parcel: "p", weight: $0) })
            let policy = DeliveryPolicy(
                attempts: 100, backoff: RetryBackoff(base: .seconds(3_600), max: .seconds(3_600)))
            let subject = consumer(test, policy: policy, limits: ConsumerLimits(concurrency: 2, batch: 4, parked: 4)) {
                _, _ in
                throw Refused()
            }
            let stop = StopSignal()
            let lease = try await StandingLease(test)
            let hasEnded = Mutex(false)
            let running = Task {
                try await subject.run(lease: lease, stop: stop)
                hasEnded.withLock { $0 = true }
            }
            #expect(
                try await eventually {
                    try await test.client.command("ZCARD", "test:{parcels:0}:delayed:g").integer == 1
                })
            stop.stop()
            #expect(await eventually(within: .seconds(5)) { hasEnded.withLock { $0 } })
            // No more was read than may be parked and held.
            #expect(try await test.pending("g") ?? 0 <= 12)
            running.cancel()
            _ = try? await running.value
        }
    }

    @Test("a graceful stop lets the running handler finish and acknowledges it; what had not begun stays pending")
    func gracefulStop() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(contentsOf: (0..<3).map { ParcelSent(parcel: "p", weight: $0) })
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let began = Mutex(0)
            let subject = consumer(test, limits: ConsumerLimits(concurrency: 2, batch: 4)) { _, _ in
                began.withLock { $0 += 1 }
                for await _ in gate {}
            }
            let stop = StopSignal()
            let lease = try await StandingLease(test)
            let running = Task { try await subject.run(lease: lease, stop: stop) }
            #expect(try await eventually { try await test.pending("g") == 3 && began.withLock { $0 } == 1 })
            stop.stop()
            open.finish()
            try await running.value
            #expect(began.withLock { $0 } == 1)
            #expect(try await test.pending("g") == 2)
        }
    }

    @Test("what is handled is acknowledged while another handler runs on")
    func acknowledgementDoesNotWait() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(contentsOf: ["a", "b"].map { ParcelSent(parcel: $0, weight: 1) })
            let (gate, open) = AsyncStream.makeStream(of: Void.self)
            let isFirst = Mutex(true)
            let subject = consumer(test, limits: ConsumerLimits(concurrency: 1, batch: 4)) { _, _ in
                let returnsAtOnce = isFirst.withLock { first in
                    defer { first = false }
                    return first
                }
                if returnsAtOnce { return }
                for await _ in gate {}
            }
            let stop = StopSignal()
            let lease = try await StandingLease(test)
            let running = Task { try await subject.run(lease: lease, stop: stop) }
            #expect(try await eventually(within: .seconds(8)) { try await test.pending("g") == 1 })
            stop.stop()
            open.finish()
            try await running.value
        }
    }

    @Test("nothing of an aggregate runs behind an event that was given up at cancellation")
    func orderAtCancellation() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(contentsOf: [0, 1, 2].map { ParcelSent(parcel: "p", weight: $0) })
            let seen = Mutex<[Int]>([])
            let hasBegun = Mutex(false)
            let subject = consumer(test, limits: ConsumerLimits(concurrency: 4, batch: 4)) { event, _ in
                if event.weight == 0 {
                    hasBegun.withLock { $0 = true }
                    try await Task.sleep(for: .seconds(60))
                }
                seen.withLock { $0.append(event.weight) }
            }
            let lease = try await StandingLease(test)
            let running = Task { try await subject.run(lease: lease, stop: StopSignal()) }
            #expect(try await eventually { try await test.pending("g") == 3 && hasBegun.withLock { $0 } })
            running.cancel()
            _ = try? await running.value
            #expect(seen.withLock { $0 } == [])
        }
    }

    @Test(
        "where every worker fails while the reader waits for room, the consumer ends with the error",
        .timeLimit(.minutes(1)))
    func failsWhileFull() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(contentsOf: (0..<100).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            let (client, _) = try TestBus.connect(to: test.server)
            let bench = ConsumerBench(test: test, limits: ConsumerLimits(concurrency: 1, batch: 4, drain: .zero))
            let subject = bench.consumer("me", client: client) { _, _ in
                _ = try await eventually { try await test.pending("g") ?? 0 >= 8 }
                await client.close()
                throw Refused()
            }
            let lease = try await StandingLease(test)
            let error = await #expect(throws: RedisError.self) {
                try await subject.run(lease: lease, stop: StopSignal())
            }
            #expect(error?.code == .closed)
        }
    }

    @Test("junk of more fields than Lua can unpack is a dead letter all the same")
    func junkOfManyFields() async throws {
        try await TestBus.run { test in
            var commands = RedisCommands()
            commands.append("XADD", [test.log, "*"] + (0..<4_100).flatMap { ["f\($0)", "v"] })
            _ = try await test.client.reply(to: commands).get()
            try await test.bus.publish(ParcelSent(parcel: "fine", weight: 1))
            let seen = Mutex(0)
            let subject = consumer(test, limits: ConsumerLimits()) { _, _ in seen.withLock { $0 += 1 } }
            let stop = StopSignal()
            let lease = try await StandingLease(test)
            let running = Task { try await subject.run(lease: lease, stop: stop) }
            #expect(try await eventually { try await test.client.command("XLEN", test.dead).integer == 1 })
            #expect(await eventually { seen.withLock { $0 } == 1 })
            stop.stop()
            try await running.value
            let names = try await test.client.command("XRANGE", test.dead, "-", "+")[0][1].compactMap(\.string)
            #expect(names.contains("entry_msgpack"))
        }
    }

    @Test(
        "a group that vanished is made again where this user left off, though the user may not ask for the log's state")
    func restrictedUser() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command(
                "ACL", "SETUSER", "worker", "on", "nopass", "~*", "&*", "+@all", "-xinfo")
            var configuration = try RedisConfiguration(url: test.server.url)
            configuration.username = "worker"
            configuration.password = "x"
            let client = RedisClient(configuration: configuration)
            let bus = RedisEventBus(
                client: client, events: parcelEvents, namespace: "test", source: "tests", logger: test.bus.logger)
            try await test.bus.publish(ParcelSent(parcel: "a", weight: 1))
            let router = bus.router(consumer: "r")
            let running = Task { try await router.run() }
            #expect(try await eventually { try await test.client.command("LLEN", "parcels:queue").integer == 1 })
            _ = try await test.client.command("XGROUP", "DESTROY", test.log, "router")
            try await test.bus.publish(ParcelSent(parcel: "b", weight: 2))
            #expect(try await eventually { try await test.pending("router") == 0 })
            #expect(try await eventually { try await test.client.command("LLEN", "parcels:queue").integer == 2 })
            running.cancel()
            try await running.value
            await client.close()
        }
    }
}
