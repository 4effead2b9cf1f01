import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Expected versions")
struct ExpectedVersionTests {
    private func publish(
        _ bus: RedisEventBus, _ signature: String? = nil, expecting version: UInt64
    ) async throws(PublishError) -> PublishReceipt {
        try await bus.publish(
            ParcelDelivered(parcel: "p", signature: signature), context: PublishContext(expectedVersion: version))
    }

    @Test("a conflict says which aggregate is at which version, and what to do; log, history and key stay as they were")
    func conflict() async throws {
        try await TestBus.run { test in
            _ = try await publish(test.bus, expecting: 0)
            _ = try await publish(test.bus, expecting: 1)
            let error = await #expect(throws: PublishError.self) { try await publish(test.bus, "s", expecting: 1) }
            #expect(error?.outcome == .rejected)
            #expect(
                error?.versionConflict
                    == VersionConflict(aggregateType: "parcel", aggregateID: "p", expected: 1, actual: 2))
            #expect(
                error?.message == "parcel p is at version 2, and 1 was expected: read its history and decide again")
            #expect(try await test.entries(of: test.log).count == 2)
            #expect(try await test.entries(of: "test:{parcels:0}:history:parcel:p").count == 2)
            #expect(try await test.client.command("KEYS", "*:idem:*").count == 0)
        }
    }

    @Test("a used idempotency key answers the first receipt, whatever version is expected")
    func duplicate() async throws {
        try await TestBus.run { test in
            let first = try await publish(test.bus, "s", expecting: 0)
            for version: UInt64 in [0, 1, 9] {
                let again = try await publish(test.bus, "s", expecting: version)
                #expect(again.outcome == .duplicate && again.position == first.position && again.version == 1)
            }
        }
    }

    @Test(
        "an event that keeps no history can expect no version, alone and in batches, and the error says how to mend that"
    )
    func unversioned() async throws {
        try await TestBus.run { test in
            let context = PublishContext(expectedVersion: 0)
            let sent = ParcelSent(parcel: "p", weight: 1)
            let declared = DeclaredEvent(
                payload: Array("{}".utf8), aggregateID: "p", idempotencyKey: nil, context: context)
            let errors = [
                await #expect(throws: PublishError.self) { try await test.bus.publish(sent, context: context) },
                await #expect(throws: PublishError.self) {
                    try await test.bus.publish(contentsOf: [sent], context: context)
                },
                await #expect(throws: PublishError.self) {
                    try await test.bus.publish(contentsOf: [declared], of: ParcelSent.declaration, source: nil)
                },
            ]
            for error in errors {
                #expect(error?.outcome == .rejected && error?.versionConflict == nil)
                #expect(error?.message.contains("`history: true`") == true, "\(String(describing: error))")
            }
            let isThere = try await test.client.command("EXISTS", test.log).integer
            #expect(isThere == 0)
        }
    }

    @Test("events that are known by their declaration only expect the versions of their aggregates one after another")
    func declared() async throws {
        try await TestBus.run { test in
            let event = { (parcel: String, version: UInt64) in
                DeclaredEvent(
                    payload: Array("{\"parcel\":\"\(parcel)\"}".utf8), aggregateID: parcel, idempotencyKey: nil,
                    context: PublishContext(expectedVersion: version))
            }
            let receipts = try await test.bus.publish(
                contentsOf: [event("a", 0), event("b", 0), event("a", 0)], of: ParcelDelivered.declaration, source: nil)
            #expect(receipts.map(\.version) == [1, 1, 2])
            let error = await #expect(throws: PublishError.self) {
                try await test.bus.publish(
                    contentsOf: [event("a", 1), event("b", 1), event("a", 1)], of: ParcelDelivered.declaration,
                    source: nil)
            }
            #expect(error?.versionConflict?.actual == 2)
            #expect(error?.appended.mapValues(\.version) == [1: 2])
            #expect(try await test.entries(of: test.log).count == 4)
        }
    }

    @Test("where the last entry of a history was deleted by hand, an event that comes again is still known")
    func deletedEntry() async throws {
        try await FaultyBus.run { it in
            let history = "test:{parcels:0}:history:parcel:p"
            for version: UInt64 in 0...1 { _ = try await publish(it.bus, expecting: version) }
            try await it.direct.command("XDEL", history, "2-0")
            await it.proxy.cut(.toClient, afterBytes: 1)
            let receipt = try await publish(it.bus, expecting: 1)
            #expect(receipt.version == 3 && receipt.outcome == .appended)
            #expect(try await it.entries().count == 3)
        }
    }
}
