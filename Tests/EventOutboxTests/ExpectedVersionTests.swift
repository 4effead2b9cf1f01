import EventBus
import GRDB
import RedisEventBus
import TestSupport
import Testing

@testable import EventOutbox

@Suite("Expected versions in an outbox")
struct ExpectedVersionTests {
    private func expecting(_ version: UInt64) -> PublishContext { PublishContext(expectedVersion: version) }

    @Test("what was decided on a new aggregate while Redis was away gets the versions it was decided for")
    func away() async throws {
        try await OutboxBench.run { bench in
            await bench.takeServerAway()
            _ = try await bench.publisher.publish(OrderPaid("a"), context: expecting(0))
            _ = try await bench.publisher.publish(contentsOf: [OrderPaid("a"), OrderPaid("b")], context: expecting(1))
            try await bench.relaying {
                try await bench.server.start()
                #expect(try await eventually { try await bench.isDrained() })
            }
            let status = try await bench.outbox.status()
            #expect(status.refused.map(\.aggregateID) == ["b"])
            #expect(try await bench.entries().map(\.aggregate) == ["a", "a"])
        }
    }

    @Test(
        "if somebody else was faster, an accepted event is set aside with the reason, and so is all that follows from it"
    )
    func conflict() async throws {
        try await OutboxBench.run { bench in
            let stored = try await bench.outbox.write { db in
                let first = try bench.outbox.store(OrderPaid("a"), in: db, context: expecting(0))
                let second = try bench.outbox.store(OrderPaid("a"), in: db, context: expecting(1))
                let third = try bench.outbox.store(OrderPaid("a"), in: db, context: expecting(2))
                try bench.outbox.store(OrderPaid("other"), in: db, context: expecting(0))
                try bench.outbox.store(OrderPaid("a"), in: db)
                return [first, second, third].map(\.eventID)
            }
            // Now version 1 is there, which the second expects: but not by the first.
            _ = try await bench.bus.publish(OrderPaid("a"), context: expecting(0))
            #expect(try await bench.drain())
            let refused = try await bench.outbox.status().refused
            #expect(refused.map(\.id) == stored)
            #expect(
                refused.first?.reason
                    == "order a is at version 1, and 0 was expected: read its history and decide again")
            #expect(refused.dropFirst().first?.reason.contains("by another event") == true)
            let entries = try await bench.entries()
            #expect(entries.count { $0.aggregate == "a" } == 2 && entries.count { $0.aggregate == "other" } == 1)
            // Tried again, they are refused again; decided anew, the event goes.
            #expect(try await bench.outbox.retryRefused(by: "ada") == 3)
            #expect(try await bench.drain())
            #expect(try await bench.outbox.status().refused.map(\.id) == stored)
            #expect(try await bench.publisher.publish(OrderPaid("a"), context: expecting(2)).version == 3)
        }
    }

    @Test("an event that was appended, and whose answer was lost, is no conflict with itself")
    func repeated() async throws {
        try await OutboxBench.run { bench in
            try await bench.outbox.write { db in
                for version: UInt64 in 0...2 {
                    try bench.outbox.store(OrderPaid("a"), in: db, context: expecting(version))
                }
            }
            let partition = OrderPaid.declaration.outboxPartition(ofAggregate: "a")
            let rows = try await bench.outbox.database.read { [path = bench.outbox.path] db in
                try db.firstWaiting(in: partition, count: 100, bytes: 1 << 20, path: path)
            }
            // Appended otherwise than by this outbox: as a first try that reached the server after all.
            let receipts = try await bench.bus.append(rows.prefix(2).map(\.event), of: OrderPaid.declaration)
            #expect(receipts.map(\.version) == [1, 2])
            #expect(try await bench.drain())
            #expect(try await bench.outbox.status().refused.isEmpty)
            #expect(try await bench.entries().count == 3)
        }
    }

    @Test("a conflict is the publisher's to know while Redis can be reached; without a history nothing is stored")
    func direct() async throws {
        try await OutboxBench.run { bench in
            _ = try await bench.publisher.publish(OrderPaid("a"))
            let conflict = await #expect(throws: PublishError.self) {
                try await bench.publisher.publish(OrderPaid("a"), context: expecting(0))
            }
            #expect(conflict?.versionConflict?.actual == 1)
            let unversioned = await #expect(throws: PublishError.self) {
                try await bench.publisher.publish(OrderPlaced("a", 1), context: expecting(0))
            }
            #expect(unversioned?.message.contains("`history: true`") == true)
            #expect(try await bench.outbox.status().usage.events == 0)
        }
    }

    @Test("an outbox of the version before is brought up to date, and its events go as they were")
    func migration() async throws {
        try await OutboxBench.run { bench in
            try await bench.outbox.write { db in try bench.outbox.store(OrderPlaced("a", 1), in: db) }
            bench.outbox.close()
            let file = try DatabaseQueue(path: bench.folder.file)
            try await file.write { db in
                try db.execute(sql: "DROP INDEX outbox_waiting_expecting; PRAGMA user_version = 2")
                for table in ["outbox_waiting", "outbox_refused"] {
                    for column in ["expected_version", "follows", "aggregate_type"] {
                        try db.execute(sql: "ALTER TABLE \(table) DROP COLUMN \(column)")
                    }
                }
            }
            try file.close()
            let outbox = try EventOutbox(path: bench.folder.file, source: "/tests", logger: quiet)
            defer { outbox.close() }
            try await outbox.write { db in try outbox.store(OrderPaid("a"), in: db, context: expecting(0)) }
            let running = Task { try await outbox.relay(over: bench.bus).run() }
            #expect(try await eventually { try await outbox.status().waiting == 0 })
            running.cancel()
            _ = await running.result
            #expect(try await bench.entries().map(\.number).first == 1)
            #expect(try await bench.entries().count == 2)
        }
    }
}
