import EventBus
import RedisClient
import Testing

@testable import RedisEventBus

@Suite("Publishing to a real server")
struct PublishTests {
    @Test("an event is an entry with CloudEvents attributes in a fixed order, then its payload")
    func entryLayout() async throws {
        try await TestBus.run { test in
            let receipt = try await test.bus.publish(
                ParcelSent(parcel: "p-1", weight: 3),
                context: PublishContext(correlationID: "story", causationID: "cause"))
            let entries = try await test.entries(of: test.log)
            try #require(entries.count == 1)
            #expect(
                entries[0].map(\.name) == [
                    "id", "type", "version", "source", "time", "subject", "correlationid", "causationid", "data",
                ])
            let values = Dictionary(uniqueKeysWithValues: entries[0].map { ($0.name, $0.value) })
            #expect(values["id"] == receipt.eventID.description)
            #expect(values["type"] == "parcel_sent")
            #expect(values["version"] == "1.2.0")
            #expect(values["source"] == "tests")
            #expect(values["subject"] == "p-1")
            #expect(values["data"] == #"{"parcel":"p-1","weight":3}"#)
            #expect(receipt.outcome == .appended && receipt.version == nil && receipt.partition == 0)
            #expect(receipt.durability == .memory)
        }
    }

    @Test("the receipt says what the server was found to do with the append-only file")
    func durability() async throws {
        try await TestBus.run(configuration: ["appendonly yes", "appendfsync always"]) { test in
            let receipt = try await test.bus.publish(ParcelSent(parcel: "p-1", weight: 3))
            #expect(receipt.durability == .fsyncAlways)
        }
    }

    @Test("receipts of a batch come in its order, and the log has that order")
    func batchOrder() async throws {
        try await TestBus.run { test in
            let receipts = try await test.bus.publish(
                contentsOf: (0..<250).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            let positions = receipts.compactMap(\.position)
            #expect(positions.count == receipts.count && positions == positions.sorted())
            let subjects = try await test.entries(of: test.log).map { $0.first { $0.name == "subject" }?.value }
            #expect(subjects == (0..<250).map { "p-\($0)" })
        }
    }

    @Test("a history counts the aggregate's versions, and its entries say where the log has them")
    func history() async throws {
        try await TestBus.run { test in
            for round in 1...3 {
                let receipt = try await test.bus.publish(ParcelDelivered(parcel: "p-1"))
                #expect(receipt.version == UInt64(round))
            }
            _ = try await test.bus.publish(ParcelDelivered(parcel: "p-2"))
            let (count, version) = try await test.bus.load("p-1", type: "parcel", in: parcels, into: 0) {
                count, event in
                let parcel = try event.record.decode(ParcelDelivered.self).parcel
                #expect(parcel == "p-1")
                count += 1
            }
            #expect(count == 3 && version == 3)
            let log = try await test.client.command("XRANGE", test.log, "-", "+").map { $0[0].string }
            let entries = try await test.entries(of: "test:{parcels:0}:history:parcel:p-1")
            #expect(entries.map { $0.last?.value } == Array(log.prefix(3)))
        }
    }

    @Test("a batch with several events of one aggregate is all or nothing, with a history too")
    func transaction() async throws {
        try await TestBus.run { test in
            let receipts = try await test.bus.publish(
                contentsOf: [
                    ParcelDelivered(parcel: "p-1"), ParcelDelivered(parcel: "p-1"), ParcelDelivered(parcel: "p-2"),
                ])
            #expect(receipts.map(\.version) == [1, 2, 1])
            _ = try await test.client.command("SET", "test:{parcels:0}:history:parcel:p-3", "in the way")
            await #expect(throws: PublishError.self) {
                try await test.bus.publish(contentsOf: [ParcelDelivered(parcel: "p-3"), ParcelDelivered(parcel: "p-3")])
            }
            #expect(try await test.client.command("XLEN", test.log).integer == 3)
        }
    }

    @Test("publishing again under the same idempotency key answers the first receipt and appends nothing")
    func idempotencyKey() async throws {
        try await TestBus.run { test in
            let first = try await test.bus.publish(ParcelDelivered(parcel: "p-1", signature: "s"))
            let second = try await test.bus.publish(ParcelDelivered(parcel: "p-1", signature: "s"))
            #expect(second.outcome == .duplicate)
            #expect(second.position == first.position && second.version == first.version)
            #expect(try await test.client.command("XLEN", test.log).integer == 1)
        }
    }

    @Test("a script that the server has forgotten is loaded again, for one event and in a transaction")
    func forgottenScript() async throws {
        try await TestBus.run { test in
            _ = try await test.bus.publish(ParcelDelivered(parcel: "p-1"))
            _ = try await test.client.command("SCRIPT", "FLUSH")
            #expect(try await test.bus.publish(ParcelDelivered(parcel: "p-1")).version == 2)
            _ = try await test.client.command("SCRIPT", "FLUSH")
            let receipts = try await test.bus.publish(
                contentsOf: [ParcelDelivered(parcel: "p-1"), ParcelDelivered(parcel: "p-1")])
            #expect(receipts.map(\.version) == [3, 4])
        }
    }

    @Test("a history whose last entry was deleted by hand goes on with the next version")
    func erasedEntry() async throws {
        try await TestBus.run { test in
            for _ in 1...2 { try await test.bus.publish(ParcelDelivered(parcel: "p-1")) }
            _ = try await test.client.command("XDEL", "test:{parcels:0}:history:parcel:p-1", "2-0")
            let receipt = try await test.bus.publish(ParcelDelivered(parcel: "p-1"))
            #expect(receipt.version == 3)
            #expect(try await test.client.command("XLEN", test.log).integer == 3)
        }
    }

    @Test("an invalid event is refused with its place in the batch, its path and its rule, and nothing is sent")
    func invalid() async throws {
        try await TestBus.run { test in
            let error = await #expect(throws: PublishError.self) {
                try await test.bus.publish(contentsOf: [
                    ParcelSent(parcel: "p-1", weight: 1), ParcelSent(parcel: "", weight: 1),
                ])
            }
            #expect(error?.outcome == .rejected)
            #expect(error?.message.contains("parcel_sent (number 1 of the batch): $.parcel") == true)
            #expect(error?.message.contains("[min_length]") == true)
            let exists = try await test.client.command("EXISTS", test.log).integer
            #expect(exists == 0)
        }
    }

    @Test("what the server refuses is named, with the way to mend it")
    func refusals() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command("SET", test.log, "in the way")
            let wrongType = await #expect(throws: PublishError.self) {
                try await test.bus.publish(ParcelSent(parcel: "p-1", weight: 1))
            }
            #expect(wrongType?.outcome == .rejected)
            #expect(wrongType?.message.contains("another type") == true)
            _ = try await test.client.command("DEL", test.log)
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "1")
            let full = await #expect(throws: PublishError.self) {
                try await test.bus.publish(ParcelSent(parcel: "p-1", weight: 1))
            }
            #expect(full?.outcome == .rejected)
            #expect(full?.message.contains("maxmemory") == true)
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "0")
            _ = try await test.client.command("REPLICAOF", "127.0.0.1", "1")
            let replica = await #expect(throws: PublishError.self) {
                try await test.bus.publish(ParcelSent(parcel: "p-1", weight: 1))
            }
            #expect(replica?.message.contains("connect to the primary") == true)
        }
    }

    @Test("a refusal in the middle of a batch leaves the receipts of the others in the error")
    func partialFailure() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command("SET", "test:{parcels:0}:history:parcel:p-2", "in the way")
            let error = await #expect(throws: PublishError.self) {
                try await test.bus.publish(contentsOf: (1...3).map { ParcelDelivered(parcel: "p-\($0)") })
            }
            #expect(error?.appended.keys.sorted() == [0, 2])
            #expect(try await test.client.command("XLEN", test.log).integer == 2)
        }
    }

    @Test("with no server the event was not sent, and the error says so")
    func noServer() async throws {
        let configuration = try RedisConfiguration(url: "redis://127.0.0.1:1")
        let client = RedisClient(configuration: configuration)
        let bus = RedisEventBus(client: client, events: parcelEvents, source: "tests")
        let error = await #expect(throws: PublishError.self) {
            try await bus.publish(ParcelSent(parcel: "p-1", weight: 1))
        }
        #expect(error?.outcome == .notSent)
        await client.close()
    }
}
