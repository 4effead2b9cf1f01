import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("What stands in the audit")
struct AuditRecordTests {
    private static let actor = DeadLetterActor("ada", reason: "mended")

    @Test(
        "a pause and a resume are one step with their records, at maxmemory too; a group that was not paused leaves none"
    )
    func pause() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 0))
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "1")
            #expect(try await !test.bus.resume(group: "g", of: parcels, by: "ada"))
            try await test.bus.pause(group: "g", of: parcels, reason: "upgrade", by: "ada")
            #expect(try await test.bus.pausedGroups(of: parcels).isEmpty, "the group does not exist yet")
            #expect(try await test.client.command("HGET", "test:{parcels:0}:paused:g", "by").string == "ada")
            #expect(try await test.bus.resume(group: "g", of: parcels, reason: "done", by: "bob"))
            #expect(try await !test.bus.resume(group: "g", of: parcels, by: "bob"))
            #expect(
                try await Self.audit(test) == [
                    ["act": "pause", "who": "ada", "why": "upgrade", "group": "g"],
                    ["act": "resume", "who": "bob", "why": "done", "group": "g"],
                ])
        }
    }

    @Test("where the record can't be written nothing is paused, resumed, redriven or discarded")
    func refusedRecord() async throws {
        try await TestBus.run { test in
            for key in ["test:{parcels:0}:audit", "parcels:queue:audit"] {
                _ = try await test.client.command("SET", key, "no stream")
            }
            _ = try await test.client.command("HSET", "test:{parcels:0}:paused:h", "by", "ada")
            _ = try await test.client.command("LPUSH", "parcels:queue:dlq", "junk")
            let queue = test.bus.workQueue(list: "parcels:queue")
            await #expect(throws: RedisError.self) { try await test.bus.pause(group: "g", of: parcels, by: "ada") }
            await #expect(throws: RedisError.self) { try await test.bus.resume(group: "h", of: parcels, by: "ada") }
            await #expect(throws: RedisError.self) {
                try await queue.redrive(QueueDeadLetter(Array("junk".utf8)), by: Self.actor)
            }
            await #expect(throws: RedisError.self) {
                try await queue.discard(QueueDeadLetter(Array("junk".utf8)), by: Self.actor)
            }
            #expect(try await test.client.command("EXISTS", "test:{parcels:0}:paused:g").integer == 0)
            #expect(try await test.client.command("EXISTS", "test:{parcels:0}:paused:h").integer == 1)
            #expect(try await test.client.command("LLEN", "parcels:queue:dlq").integer == 1)
            #expect(try await test.client.command("LLEN", "parcels:queue").integer == 0)
        }
    }

    @Test("a work queue's redrives and discards say who, why and which message; not its payload")
    func queue() async throws {
        try await TestBus.run { test in
            let message = #"{"message_id":"m-1","message_type":"parcel_sent","payload":{"weight":4711}}"#
            _ = try await test.client.command("LPUSH", "parcels:queue:dlq", message, "junk")
            let queue = test.bus.workQueue(list: "parcels:queue")
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "1")
            #expect(try await queue.redrive(QueueDeadLetter(Array(message.utf8)), by: Self.actor))
            #expect(try await queue.discard(QueueDeadLetter(Array("junk".utf8)), by: Self.actor))
            #expect(try await !queue.discard(QueueDeadLetter(Array("junk".utf8)), by: Self.actor))
            let audit = try await Self.audit(test, "parcels:queue:audit")
            #expect(audit.map { $0["act"] } == ["redrive", "discard"])
            #expect(audit[0]["event"] == "m-1" && audit[0]["type"] == "parcel_sent" && audit[0]["who"] == "ada")
            #expect(!audit.contains { $0.values.contains { $0.contains("4711") } })
        }
    }

    @Test("a trim by hand stands in the audit once, and only where something went; what a service trims does not")
    func trim() async throws {
        try await TestBus.run { test in
            let stream = StreamDeclaration(name: "plain", retention: RetentionDeclaration(maxEntries: 10))
            for index in 0..<300 {
                _ = try await test.client.command("XADD", "test:{plain:0}:log", "\(index + 1)-0", "n", "\(index)")
            }
            let retention = test.bus.retention(of: stream, pace: RetentionPace(stepLimit: 100))
            #expect(try await retention.trim(by: Self.actor)[0].removed == 290)
            #expect(try await retention.trim(by: Self.actor)[0].removed == 0)
            let audit = try await Self.audit(test, "test:{plain:0}:audit")
            #expect(
                audit == [
                    [
                        "act": "trim", "who": "ada", "why": "mended", "from": "1-0", "length": "300", "older_than": "",
                        "keep": "10",
                    ]
                ])
            for index in 0..<100 {
                _ = try await test.client.command("XADD", "test:{plain:0}:log", "\(index + 1001)-0", "n", "\(index)")
            }
            #expect(try await retention.trim()[0].removed == 100)
            #expect(try await Self.audit(test, "test:{plain:0}:audit").count == 1)
        }
    }

    @Test("on whose behalf an event is published stands behind the trace context, and is not passed on to lists")
    func publishedBy() async throws {
        try await TestBus.run { test in
            _ = try await test.bus.publish(
                ParcelSent(parcel: "p", weight: 0),
                context: PublishContext(correlationID: "story", publishedBy: "token-1"))
            let entry = try await test.entries(of: test.log)[0]
            #expect(
                entry.map(\.name) == [
                    "id", "type", "version", "source", "time", "subject", "correlationid", "publishedby", "data",
                ])
            let read = LogEntry.entries(range: try await test.client.command("XRANGE", test.log, "-", "+"))
            guard case .event(let record) = read.first?.content else {
                Issue.record("no event")
                return
            }
            #expect(try record.envelope().publishedBy == "token-1")
            var message = JSONWriter()
            Wire.cloudEvents.write(record, of: ParcelSent.declaration, to: &message)
            #expect(!String(decoding: message.finish(), as: UTF8.self).contains("token-1"))
        }
    }

    private static func audit(
        _ test: TestBus, _ key: String = "test:{parcels:0}:audit"
    ) async throws -> [[String: String]] {
        try await test.entries(of: key).map { fields in
            Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
        }
    }
}
