import EventBus
import RedisClient
import RedisEventBus
import TestSupport
import Testing

@testable import EventOutbox

@Suite("Relaying over a connection that breaks")
struct RelayFaultTests {
    /// A bench whose relay reaches the server through a proxy.
    private struct Setting {
        let bench: OutboxBench
        let proxy: FaultProxy
        let client: RedisClient
        let bus: RedisEventBus
        let relay: PartitionRelay
        private(set) var stored = 0

        mutating func store(_ count: Int) async throws {
            let numbers = stored..<(stored + count)
            stored += count
            try await bench.outbox.write { [outbox = bench.outbox] db in
                for number in numbers { try outbox.store(OrderPlaced("a", number), in: db) }
            }
        }

        /// Takes steps until nothing waits.
        func drain() async throws -> Bool {
            try await eventually { try await relay.step() == .idle }
        }
    }

    private func run(_ body: (inout Setting) async throws -> Void) async throws {
        try await OutboxBench.run { bench in
            let proxy = try await FaultProxy(to: bench.server)
            var configuration = try RedisConfiguration(url: proxy.url)
            configuration.commandTimeout = .milliseconds(300)
            configuration.reconnectBackoff = RedisBackoff(base: .milliseconds(1), maximum: .milliseconds(5))
            configuration.circuitBreaker.failureThreshold = .max
            let client = RedisClient(configuration: configuration)
            let bus = RedisEventBus(
                client: client, events: [OrderPlaced.declaration], namespace: "test", source: "/tests", logger: quiet)
            let relay = PartitionRelay(
                outbox: bench.outbox, transport: bus,
                partition: OrderPlaced.declaration.outboxPartition(ofAggregate: "a"))
            var setting = Setting(bench: bench, proxy: proxy, client: client, bus: bus, relay: relay)
            do { try await body(&setting) } catch {
                await client.close()
                await proxy.stop()
                throw error
            }
            await client.close()
            await proxy.stop()
        }
    }

    @Test("cut after each byte of the answer: the log has every event once, in order")
    func answers() async throws {
        try await run { it in
            try await it.store(1)
            #expect(try await it.drain())
            let before = it.proxy.byteCount(.toClient)
            try await it.store(2)
            #expect(try await it.drain())
            let length = it.proxy.byteCount(.toClient) - before
            #expect(length > 20)
            for count in 0...length {
                try await it.client.connect()
                await it.proxy.cut(.toClient, afterBytes: count)
                try await it.store(2)
                #expect(try await it.drain())
                await it.proxy.disarm()
            }
            #expect(it.proxy.connectionCount > length)
            let isInOrder = try await it.bench.entries().map(\.number) == Array(0..<it.stored)
            #expect(isInOrder, "each once, in order")
        }
    }

    @Test("cut within the request: the log has every event once, in order")
    func requests() async throws {
        try await run { it in
            try await it.store(1)
            #expect(try await it.drain())
            let before = it.proxy.byteCount(.toServer)
            try await it.store(2)
            #expect(try await it.drain())
            let length = it.proxy.byteCount(.toServer) - before
            for count in stride(from: 0, through: length, by: 11) {
                try await it.client.connect()
                await it.proxy.cut(.toServer, afterBytes: count)
                try await it.store(2)
                #expect(try await it.drain())
                await it.proxy.disarm()
            }
            let isInOrder = try await it.bench.entries().map(\.number) == Array(0..<it.stored)
            #expect(isInOrder, "each once, in order")
        }
    }

    @Test("published over a connection cut after each byte of the answer: in the log once, in order")
    func doubts() async throws {
        try await run { it in
            let publisher = it.bench.outbox.publisher(over: it.bus)
            let first = try await publisher.publish(OrderPlaced("a", 0))
            #expect(first.outcome == .appended)
            var accepted = 0
            // The answer to an XADD: $15, the position.
            for number in 1...24 {
                try await it.client.connect()
                await it.proxy.cut(.toClient, afterBytes: number - 1)
                if try await publisher.publish(OrderPlaced("a", number)).outcome == .accepted { accepted += 1 }
                await it.proxy.disarm()
                #expect(try await it.drain())
            }
            #expect(accepted > 15, "the answers were cut")
            let isInOrder = try await it.bench.entries().map(\.number) == Array(0...24)
            #expect(isInOrder, "each once, in order")
            #expect(try await it.bench.outbox.status().refused.isEmpty)
        }
    }

    @Test("published as the network fell silent, delivered long after: in the log once, in order")
    func lateDoubt() async throws {
        try await run { it in
            let publisher = it.bench.outbox.publisher(over: it.bus)
            let first = try await publisher.publish(OrderPlaced("a", 0))
            #expect(first.outcome == .appended)
            await it.proxy.freeze(.toServer)
            #expect(try await publisher.publish(OrderPlaced("a", 1)).outcome == .accepted)
            #expect(try await publisher.publish(OrderPlaced("a", 2)).outcome == .accepted)
            #expect(try await it.drain())
            await it.proxy.thaw()
            #expect(await eventually { it.proxy.heldByteCount(.toServer) == 0 })
            #expect(try await publisher.publish(OrderPlaced("a", 3)).outcome == .appended)
            #expect(try await it.bench.entries().map(\.number) == [0, 1, 2, 3])
        }
    }

    @Test("a batch that the network held back, and delivers after others were relayed, changes nothing")
    func heldBack() async throws {
        try await run { it in
            for _ in 0..<3 {
                try await it.store(2)
                try await it.client.connect()
                await it.proxy.freeze(.toServer)
                guard case .failed = try await it.relay.step() else {
                    Issue.record("a frozen connection answered")
                    return
                }
                #expect(it.proxy.heldByteCount(.toServer) > 0)
                #expect(try await it.drain(), "over another connection")
                try await it.store(1)
                #expect(try await it.drain())
                let passed = it.proxy.byteCount(.toServer)
                await it.proxy.thaw()
                #expect(await eventually { it.proxy.byteCount(.toServer) > passed })
                // The server answers its clients one after another, so the late batch has been carried out by then.
                #expect(await eventually { it.proxy.heldByteCount(.toServer) == 0 })
                try await it.store(1)
                #expect(try await it.drain())
            }
            let isInOrder = try await it.bench.entries().map(\.number) == Array(0..<it.stored)
            #expect(isInOrder, "each once, in order")
            #expect(try await it.bench.outbox.status().refused.isEmpty)
        }
    }
}
