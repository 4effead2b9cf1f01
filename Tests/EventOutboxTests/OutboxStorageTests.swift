import EventBus
import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import EventOutbox

@Suite("The outbox's file")
struct OutboxStorageTests {
    private func outbox(_ folder: OutboxFolder, _ limits: OutboxLimits = OutboxLimits()) throws -> EventOutbox {
        try EventOutbox(path: folder.file, source: "/tests", limits: limits, logger: quiet)
    }

    @Test(
        "every commit is synced: WAL with synchronous FULL; foreign keys are checked, and nobody else may read the file"
    )
    func pragmas() async throws {
        let folder = try OutboxFolder()
        let outbox = try outbox(folder)
        let found = try await outbox.write { db in
            try ["journal_mode", "synchronous", "foreign_keys", "user_version"].map { name in
                try String.fetchOne(db, sql: "PRAGMA \(name)")
            }
        }
        #expect(found == ["wal", "2", "1", "4"])
        let rights = try FileManager.default.attributesOfItem(atPath: folder.file)[.posixPermissions] as? NSNumber
        #expect(rights?.intValue == 0o600, "nobody else reads the payloads")
    }

    @Test("the caller's rows and the event are committed together, or neither")
    func sameTransaction() async throws {
        struct Changed: Error {}
        let folder = try OutboxFolder()
        let outbox = try outbox(folder)
        try await outbox.write { db in try db.execute(sql: "CREATE TABLE mine (name TEXT)") }
        await #expect(throws: Changed.self) {
            try await outbox.write { db in
                try db.execute(sql: "INSERT INTO mine VALUES ('a')")
                try outbox.store(OrderPlaced("a", 1), in: db)
                throw Changed()
            }
        }
        #expect(try await outbox.status().waiting == 0)
        let receipt = try await outbox.write { db in
            try db.execute(sql: "INSERT INTO mine VALUES ('b')")
            return try outbox.store(OrderPlaced("b", 1), in: db)
        }
        #expect(receipt.outcome == .accepted && receipt.position == nil && receipt.durability == nil)
        #expect(receipt.partition == orders.partition(ofAggregate: "b"))
        #expect(try await outbox.status().waiting == 1)
        #expect(try await outbox.write { db in try String.fetchAll(db, sql: "SELECT name FROM mine") } == ["b"])
    }

    @Test("an event that the catalogue refuses takes the caller's transaction back with it")
    func invalid() async throws {
        let folder = try OutboxFolder()
        let outbox = try outbox(folder)
        try await outbox.write { db in try db.execute(sql: "CREATE TABLE mine (name TEXT)") }
        do {
            try await outbox.write { db in
                try db.execute(sql: "INSERT INTO mine VALUES ('a')")
                try outbox.store(OrderPlaced("", 1), in: db)
            }
            Issue.record("an invalid event was stored")
        } catch let error as PublishError {
            #expect(error.outcome == .rejected)
            #expect(error.message.contains("$.order"))
        }
        #expect(try await outbox.write { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM mine") } == 0)
    }

    @Test("what is stored is there after the file is opened again, as it was and in its order")
    func reopened() async throws {
        let folder = try OutboxFolder()
        let context = PublishContext(correlationID: "c", causationID: "d", traceParent: "e")
        let first = try outbox(folder)
        let receipts = try await first.write { db in
            try (1...20).map { try first.store(OrderPlaced("a", $0), in: db, context: context) }
        }
        first.close()
        let second = try outbox(folder)
        let place = OrderPlaced.declaration.outboxPartition(ofAggregate: "a")
        let rows = try await second.database.read { [path = folder.file] db in
            try db.firstWaiting(in: place, count: 100, bytes: 1 << 20, path: path)
        }
        #expect(rows.map(\.event.envelope.id) == receipts.map(\.eventID))
        #expect(rows.map(\.number) == rows.map(\.number).sorted())
        let event = try #require(rows.last?.event)
        #expect(event.payload == Array(#"{"order":"a","number":20}"#.utf8))
        #expect(event.envelope.type == "order_placed" && event.envelope.version == "1.2.0")
        #expect(event.envelope.source == "/tests" && event.envelope.subject == "a")
        #expect(event.envelope.correlationID == "c" && event.envelope.causationID == "d")
        #expect(event.envelope.traceParent == "e")
        #expect(first.database.identity == second.database.identity)
    }

    @Test("a batch is cut at its bytes, and one event that alone is larger still goes")
    func batchSize() async throws {
        let folder = try OutboxFolder()
        let outbox = try outbox(folder)
        let place = OrderPlaced.declaration.outboxPartition(ofAggregate: "a")
        try await outbox.write { db in
            for number in 1...3 { try outbox.store(OrderPlaced("a", number), in: db) }
        }
        func count(_ bytes: Int) async throws -> Int {
            try await outbox.database.read { [path = folder.file] db in
                try db.firstWaiting(in: place, count: 100, bytes: bytes, path: path).count
            }
        }
        #expect(try await count(1) == 1)
        #expect(try await count(50) == 2)
        #expect(try await count(1_000) == 3)
    }

    @Test("a full outbox refuses with what it keeps, its limit and the way out, and has room again later")
    func full() async throws {
        let folder = try OutboxFolder()
        let outbox = try outbox(folder, OutboxLimits(events: 2, bytes: 1_000))
        let transport = FakeTransport(folder: folder)
        transport.state.withLock { $0.isAway = true }
        let publisher = outbox.publisher(over: transport)
        _ = try await publisher.publish(contentsOf: [OrderPlaced("a", 1), OrderPlaced("a", 2)])
        do {
            _ = try await publisher.publish(OrderPlaced("b", 3))
            Issue.record("stored beyond the limit")
        } catch {
            #expect(error.outcome == .notSent)
            #expect(error.message.contains("2 of 2 events"))
            #expect(error.message.contains("EVENTBUS_OUTBOX_MAX_EVENTS"))
            #expect(
                (error.cause as? OutboxError)?.reason
                    == .full(
                        OutboxUsage(events: 2, bytes: 48), limits: OutboxLimits(events: 2, bytes: 1_000)))
        }
        #expect(try await outbox.status().waiting == 2, "a refused store leaves nothing behind")
        let place = OrderPlaced.declaration.outboxPartition(ofAggregate: "a")
        try await outbox.write { db in
            let first = try db.firstWaiting(in: place, count: 1, bytes: 1, path: outbox.path)
            try db.removeWaiting(through: first[0].number, in: place)
        }
        #expect(try await publisher.publish(OrderPlaced("b", 3)).outcome == .accepted)
    }

    @Test("the limit of bytes holds too")
    func fullOfBytes() async throws {
        let folder = try OutboxFolder()
        let outbox = try outbox(folder, OutboxLimits(events: 100, bytes: 60))
        try await outbox.write { db in try outbox.store(OrderPlaced("a", 1), in: db) }
        try await outbox.write { db in try outbox.store(OrderPlaced("a", 2), in: db) }
        await #expect(throws: PublishError.self) {
            try await outbox.write { db in try outbox.store(OrderPlaced("a", 3), in: db) }
        }
        let usage = try await outbox.status().usage
        #expect(usage == OutboxUsage(events: 2, bytes: 48))
    }

    @Test("a full disk is an error that says so; what was stored stays, and storing works again when there is room")
    func diskFull() async throws {
        let folder = try OutboxFolder()
        let outbox = try outbox(folder)
        let transport = FakeTransport(folder: folder)
        transport.state.withLock { $0.isAway = true }
        let publisher = outbox.publisher(over: transport)
        // SQLite answers a database that may not grow as it answers a disk that has no room: SQLITE_FULL.
        let pages = try await outbox.write { db in try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0 }
        try await outbox.write { db in try db.execute(sql: "PRAGMA max_page_count = \(pages + 8)") }
        var stored = 0
        var refusal: PublishError?
        while refusal == nil, stored < 1_000 {
            do throws(PublishError) {
                _ = try await publisher.publish(OrderPlaced(String(repeating: "x", count: 900), stored))
                stored += 1
            } catch { refusal = error }
        }
        #expect(stored > 0)
        let error = try #require(refusal)
        #expect(error.outcome == .notSent)
        #expect(error.message.contains("disk") && error.message.contains("is full"))
        guard case .diskFull = (error.cause as? OutboxError)?.reason else {
            Issue.record("not the error of a full disk: \(error)")
            return
        }
        #expect(try await outbox.status().waiting == stored)
        try await outbox.write { db in try db.execute(sql: "PRAGMA max_page_count = 100000") }
        #expect(try await publisher.publish(OrderPlaced("y", stored)).outcome == .accepted)
        #expect(try await outbox.status().waiting == stored + 1)
    }

    @Test("two users of one file both store, and neither sees the other's number twice")
    func twoUsers() async throws {
        let folder = try OutboxFolder()
        let (one, other) = (try outbox(folder), try outbox(folder))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for user in [one, other] {
                group.addTask {
                    for number in 0..<50 {
                        try await user.write { db in try user.store(OrderPlaced("a", number), in: db) }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await one.status().waiting == 100)
        #expect(try await other.status().usage.events == 100)
    }

    @Test("a disk that is nearly full is an error that says so, before the relay has no room left to work with")
    func nearlyFull() async throws {
        let folder = try OutboxFolder()
        let first = try outbox(folder)
        try await first.write { db in _ = try first.store(OrderPlaced("a", 1), in: db) }
        let tight = try outbox(folder, OutboxLimits(freeBytes: .max))
        let error = await #expect(throws: PublishError.self) {
            try await tight.write { db in _ = try tight.store(OrderPlaced("a", 2), in: db) }
        }
        guard case .diskFull? = (error?.cause as? OutboxError)?.reason else { throw try #require(error) }
        #expect(error?.message.contains("must stay so") == true)
        #expect(try await first.status().waiting == 1)
        try await first.write { db in _ = try first.store(OrderPlaced("a", 3), in: db) }
        #expect(try await first.status().waiting == 2)
    }

    @Test("the file of a newer version, a file that is no database, and a missing folder are refused with the reason")
    func refusedFiles() async throws {
        let folder = try OutboxFolder()
        let first = try outbox(folder)
        try await first.write { db in try db.execute(sql: "PRAGMA user_version = 7") }
        first.close()
        #expect(throws: OutboxError.self) { try outbox(folder) }
        do { _ = try outbox(folder) } catch {
            #expect("\(error)".contains("newer version (schema 7"))
        }
        let junk = folder.path + "/junk"
        try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: junk))
        for path in [junk, folder.path + "/no/such/folder/outbox"] {
            #expect(throws: OutboxError.self) { try EventOutbox(path: path, source: "/tests", logger: quiet) }
        }
        let absent = folder.path + "/absent"
        #expect(throws: OutboxError.self) {
            try EventOutbox(path: absent, source: "/tests", opening: .existing, logger: quiet)
        }
        #expect(!FileManager.default.fileExists(atPath: absent))
    }
}
