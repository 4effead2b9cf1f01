import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Idempotency keys")
struct IdempotencyKeyTests {
    @Test("of many clients that publish under one key at once, one appends, and all get its position")
    func acrossClients() async throws {
        try await TestBus.run { test in
            var clients: [(RedisClient, RedisEventBus)] = []
            for _ in 0..<8 { clients.append(try TestBus.connect(to: test.server)) }
            let receipts = try await withThrowingTaskGroup(of: PublishReceipt.self) { tasks in
                for (_, bus) in clients {
                    for _ in 0..<10 {
                        tasks.addTask { try await bus.publish(ParcelDelivered(parcel: "p", signature: "once")) }
                    }
                }
                return try await tasks.reduce(into: [PublishReceipt]()) { $0.append($1) }
            }
            #expect(receipts.count { $0.outcome == .appended } == 1)
            #expect(Set(receipts.map(\.position)).count == 1)
            #expect(receipts.allSatisfy { $0.version == 1 })
            #expect(try await test.client.command("XLEN", test.log).integer == 1)
            for (client, _) in clients { await client.close() }
        }
    }

    @Test("the window ends when it was said to, and the key may be used again")
    func window() async throws {
        try await TestBus.run { test in
            let event = ParcelDelivered(parcel: "p", signature: "s")
            _ = try await test.bus.publish(event)
            let key = "test:{parcels:0}:idem:parcel_delivered:s"
            let left = try await test.client.command("PTTL", key).integer ?? 0
            #expect(left > 55_000 && left <= 60_000)
            // As if the minute had passed.
            try await test.client.command("PEXPIRE", key, "1")
            let isOver = try await eventually { try await test.client.command("EXISTS", key).integer == 0 }
            #expect(isOver)
            let second = try await test.bus.publish(event)
            #expect(second.outcome == .appended && second.version == 2)
        }
    }

    @Test("another payload, and another aggregate, under a key that was used answer the first receipt")
    func anotherPayload() async throws {
        try await TestBus.run { test in
            let first = try await test.bus.publish(ParcelWeighed(parcel: "p", weighing: "w", note: "one"))
            let second = try await test.bus.publish(ParcelWeighed(parcel: "p", weighing: "w", note: "two"))
            #expect(second.outcome == .duplicate && second.position == first.position)
            #expect(second.eventID == first.eventID)
            let entries = try await test.entries(of: test.log)
            try #require(entries.count == 1)
            #expect(entries[0].last?.value.contains("one") == true)
        }
    }

    @Test("a key of another event type is another key")
    func perType() async throws {
        try await TestBus.run { test in
            _ = try await test.bus.publish(ParcelDelivered(parcel: "p", signature: "x"))
            let other = try await test.bus.publish(ParcelWeighed(parcel: "p", weighing: "x"))
            #expect(other.outcome == .appended)
        }
    }

    @Test("what an older version stored under a key is still a duplicate")
    func olderForm() async throws {
        try await TestBus.run { test in
            try await test.client.command("SET", "test:{parcels:0}:idem:parcel_weighed:w", "5-1 7", "PX", "60000")
            let receipt = try await test.bus.publish(ParcelWeighed(parcel: "p", weighing: "w"))
            #expect(receipt.outcome == .duplicate && receipt.version == 7)
            #expect(receipt.position == StreamPosition(milliseconds: 5, sequence: 1))
        }
    }

    @Test("a refused append leaves no key behind")
    func refused() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "1")
            await #expect(throws: PublishError.self) {
                try await test.bus.publish(ParcelWeighed(parcel: "p", weighing: "w"))
            }
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "0")
            let isPublished = await eventually {
                (try? await test.bus.publish(ParcelWeighed(parcel: "p", weighing: "w")))?.outcome == .appended
            }
            #expect(isPublished)
        }
    }
}
