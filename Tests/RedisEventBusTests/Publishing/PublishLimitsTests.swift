import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("What is not published")
struct PublishLimitsTests {
    @Test("an event of 5 MB is refused with its size, the limit and a way out; one that just fits is not")
    func size() async throws {
        try await FaultyBus.run { it in
            let large = ParcelWeighed(parcel: "p", weighing: "w", note: String(repeating: "x", count: 5 << 20))
            let error = await #expect(throws: PublishError.self) { try await it.bus.publish(large) }
            #expect(error?.outcome == .rejected)
            let message = error?.message ?? ""
            #expect(message.contains("parcel_weighed: its entry has 5243340 bytes"), "\(message)")
            #expect(message.contains("the limit is 1048576") && message.contains("publish a reference"), "\(message)")
            let batch = await #expect(throws: PublishError.self) {
                try await it.bus.publish(contentsOf: [ParcelWeighed(parcel: "p", weighing: "v"), large])
            }
            #expect(batch?.message.contains("parcel_weighed (number 1 of the batch): its entry") == true)
            #expect(try await it.entries().isEmpty)
            var fitting = large
            fitting.note = String(repeating: "x", count: 1_047_000)
            _ = try await it.bus.publish(fitting)
            #expect(try await it.entries().count == 1)
        }
        try await FaultyBus.run(publishing: PublishPolicy(maximumEntryBytes: 8 << 20)) { it in
            let large = ParcelWeighed(parcel: "p", weighing: "w", note: String(repeating: "x", count: 5 << 20))
            let receipt = try await it.bus.publish(large)
            #expect(receipt.outcome == .appended)
            let json = Array(#"{"parcel":"p","weight":1,"more":"\#(large.note)"}"#.utf8)
            _ = try await it.bus.publish(ParcelSent.declaration, payload: json, aggregateID: "p", idempotencyKey: nil)
            let entries = try await it.direct.command("XRANGE", it.log, "-", "+").compactMap { LogEntry($0) }
            guard case .event(let record)? = entries.first?.content else {
                Issue.record("no entry that is an event")
                return
            }
            #expect(try record.decode(ParcelWeighed.self).note == large.note, "what a raised limit let in can be read")
        }
    }

    @Test("a payload that is not UTF-8 is refused with the byte, and one that is not an object with the place")
    func malformed() async throws {
        try await FaultyBus.run { it in
            func message(_ payload: [UInt8]) async -> String {
                do {
                    _ = try await it.bus.publish(
                        ParcelSent.declaration, payload: payload, aggregateID: "p", idempotencyKey: nil)
                    return "published"
                } catch {
                    return error.description
                }
            }
            let broken = Array(#"{"parcel":""#.utf8) + [0xff] + Array(#""}"#.utf8)
            #expect(
                await message(broken) == "rejected: parcel_sent: the payload is not UTF-8: byte 11 (counted from 0)")
            #expect(await message(Array("[1]".utf8)).hasPrefix("rejected: parcel_sent: "))
            #expect(await message(Array(#"{"parcel":"p","weight":1}"#.utf8)) == "published")
            let count = try await it.entries().count
            #expect(count == 1)
        }
    }

    @Test("near maxmemory publishing is refused while the server still has room, and goes on when there is more")
    func headroom() async throws {
        try await FaultyBus.run(
            configuration: ["maxmemory 20mb", "maxmemory-policy noeviction"],
            publishing: PublishPolicy(memoryHighWater: 0.5)
        ) { it in
            _ = try await it.bus.publish(ParcelSent(parcel: "p", weight: 1))
            try await it.direct.command("SETRANGE", "ballast", "\(12 << 20)", "x")
            var last: PublishError?
            let isRefused = await eventually {
                do {
                    _ = try await it.bus.publish(ParcelSent(parcel: "p", weight: 1))
                    return false
                } catch {
                    last = error as? PublishError
                    return true
                }
            }
            #expect(isRefused)
            #expect(last?.outcome == .rejected)
            #expect(last?.message.contains("of its 20.0 MiB (maxmemory), and publishing stops at 50 %") == true)
            #expect(last?.message.contains("EVENTBUS_MEMORY_HIGH_WATER") == true)
            // The server itself would have taken it: that room is for what recovers.
            try await it.direct.command("XADD", "room", "*", "a", "b")
            let published = try await it.entries().count
            await #expect(throws: PublishError.self) { try await it.bus.publish(ParcelSent(parcel: "p", weight: 1)) }
            #expect(try await it.entries().count == published)
            try await it.direct.command("DEL", "ballast")
            let goesOn = await eventually { await it.publishes(ParcelSent(parcel: "p", weight: 1)) }
            #expect(goesOn)
        }
    }

    @Test("the policy waits until there is room")
    func waitsForRoom() async throws {
        var policy = FaultyBus.patient
        policy.memoryHighWater = 0.5
        policy.retry.maximumRetries = 1_000
        try await FaultyBus.run(configuration: ["maxmemory 20mb"], publishing: policy) { it in
            try await it.direct.command("SETRANGE", "ballast", "\(12 << 20)", "x")
            async let publishing: PublishReceipt = it.bus.publish(ParcelSent(parcel: "p", weight: 1))
            // Refused before it was sent: the server is asked before the first event.
            #expect(await eventually { it.proxy.byteCount(.toClient) > 1_000 })
            #expect(try await it.entries().isEmpty)
            try await it.direct.command("DEL", "ballast")
            #expect(try await publishing.outcome == .appended)
        }
    }

    @Test("events with an idempotency key are refused where the server evicts keys; others are not")
    func eviction() async throws {
        try await FaultyBus.run(configuration: ["maxmemory 100mb", "maxmemory-policy allkeys-lru"]) { it in
            let error = await #expect(throws: PublishError.self) {
                try await it.bus.publish(ParcelWeighed(parcel: "p", weighing: "w"))
            }
            #expect(error?.outcome == .rejected)
            #expect(error?.message.contains("allkeys-lru") == true && error?.message.contains("noeviction") == true)
            _ = try await it.bus.publish(ParcelDelivered(parcel: "p"))
            #expect(try await it.entries().count == 1)
        }
        // Without a limit nothing is ever evicted; where INFO is denied, nobody knows.
        try await FaultyBus.run(configuration: ["maxmemory-policy allkeys-lru"]) { it in
            let receipt = try await it.bus.publish(ParcelWeighed(parcel: "p", weighing: "w"))
            #expect(receipt.outcome == .appended)
        }
        try await FaultyBus.run(user: "+@all -info") { it in
            let receipt = try await it.bus.publish(ParcelWeighed(parcel: "p", weighing: "w"))
            #expect(receipt.outcome == .appended && receipt.durability == .attested)
        }
    }
}

extension FaultyBus {
    fileprivate func publishes(_ event: ParcelSent) async -> Bool { (try? await bus.publish(event)) != nil }
}
