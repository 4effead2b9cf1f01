import EventBus
import EventBusOperations
import HokusaiEvents
import Logging
import RedisClient
import RedisEventBus
import TestSupport
import Testing

@Suite("The audit of a bus")
struct AuditTrailTests {
    @Test(
        "publications and acts come in the order in which they happened, the newest last, each with who, what and where"
    )
    func order() async throws {
        try await Self.bench { bus in
            let declaration = try #require(bus.events.first { $0.type == "model_registered" })
            let stream = declaration.stream
            let first = try await Self.publish(declaration, "m/1", by: nil, on: bus)
            let second = try await Self.publish(declaration, "m/2", by: "token-1", on: bus)
            try await Self.tick(bus)
            try await bus.pause(group: "router", of: stream, reason: "upgrade", by: "ada")
            try await Self.tick(bus)
            try await bus.resume(group: "router", of: stream, by: "bob")
            let list = try #require(bus.workQueues.first?.list)
            let queue = bus.workQueue(list: list)
            _ = try await bus.client.command("LPUSH", queue.declaration.dead, "junk")
            try await Self.tick(bus)
            _ = try await queue.discard(QueueDeadLetter(Array("junk".utf8)), by: DeadLetterActor("cy", reason: "junk"))

            let records = try await AuditTrail(of: bus).latest(100)
            #expect(records.map(\.act) == [.publish, .publish, .pause, .resume, .discard])
            #expect(records.map(\.who) == ["/tests", "token-1", "ada", "bob", "cy"])
            #expect(records.map(\.time) == records.map(\.time).sorted())
            #expect(records[0].eventID == first.eventID.description && records[0].position == first.position)
            #expect(records[1].eventID == second.eventID.description && records[1].aggregateID == "m/2")
            #expect(records[1].details == [AuditRecord.Detail(name: "source", value: "/tests")])
            #expect(records[2].group == "router" && records[2].why == "upgrade")
            #expect(records[4].place == .queue(list: list) && records[4].why == "junk")
            // What can't be read has no type, no id and no error; which it was is known all the same.
            let letter = QueueDeadLetter(Array("junk".utf8))
            #expect(
                records[4].details == [
                    AuditRecord.Detail(name: "letter", value: letter.id), AuditRecord.Detail(name: "bytes", value: "4"),
                ])
            #expect(letter.id == "c911297212d955d650502555d84de2c922b6e4f9")
            #expect(try await AuditTrail(of: bus).latest(2) == Array(records.suffix(2)))
            #expect(!records.contains { "\($0.json)".contains("payload") })
        }
    }

    @Test("a filter passes the acts, people, times, events and streams that it names")
    func filter() async throws {
        try await Self.bench { bus in
            let declaration = try #require(bus.events.first { $0.type == "model_registered" })
            let first = try await Self.publish(declaration, "m/1", by: "token-1", on: bus)
            _ = try await Self.publish(declaration, "m/1", by: "token-2", on: bus)
            try await Self.tick(bus)
            try await bus.pause(group: "router", of: declaration.stream, by: "ada")
            let trail = AuditTrail(of: bus)
            func found(_ change: (inout AuditFilter) -> Void) async throws -> [AuditAct] {
                var filter = AuditFilter()
                change(&filter)
                return try await trail.latest(100, filter).map(\.act)
            }
            #expect(try await found { $0.acts = [.pause] } == [.pause])
            #expect(try await found { $0.acts = [.publish] } == [.publish, .publish])
            #expect(try await found { $0.who = "token-2" } == [.publish])
            #expect(try await found { $0.eventID = first.eventID.description } == [.publish])
            #expect(try await found { $0.streams = [declaration.stream.name] }.count == 3)
            #expect(try await found { $0.streams = ["other"] }.isEmpty)
            let pause = try #require(try await trail.latest(1).first)
            #expect(try await found { $0.since = pause.time } == [.pause])
            #expect(try await found { $0.before = pause.time } == [.publish, .publish])
        }
    }

    @Test(
        "more than a page is read page by page, in order and without a repeat; records kept elsewhere fall into their places"
    )
    func pages() async throws {
        try await Self.bench { bus in
            let declaration = try #require(bus.events.first { $0.type == "model_registered" })
            let key = bus.layout.log(declaration.stream.name, 0)
            let audit = bus.layout.audit(declaration.stream.name, 0)
            var commands = RedisCommands()
            for index in 1...450 {
                commands.append("XADD", key, "\(index * 10)-1", "id", "e-\(index)", "type", "t", "data", "{}")
                if index.isMultiple(of: 3) {
                    commands.append(
                        "XADD", audit, "\(index * 10 + 5)-0", "act", "redrive", "who", "ada", "event", "e-\(index)")
                }
            }
            _ = try await bus.client.send(commands)
            let local = AuditRecord(
                time: Timestamp(microseconds: 4_507_000), act: .retry, who: "ada",
                place: .outbox(stream: declaration.stream.name, partition: 0))
            var found: [AuditRecord] = []
            for try await record in AuditTrail(of: bus, with: [local]).records() { found.append(record) }
            #expect(found.count == 601)
            #expect(found.first == local)
            #expect(found.dropFirst().prefix(3).map(\.act) == [.redrive, .publish, .publish])
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.time >= $1.time })
            #expect(Set(found.map { "\($0.act.rawValue) \($0.eventID ?? "")" }).count == 601)
        }
    }

    private static func publish(
        _ declaration: EventDeclaration, _ aggregate: String, by who: String?, on bus: RedisEventBus
    ) async throws -> PublishReceipt {
        try await bus.publish(
            declaration, payload: Array("{}".utf8), aggregateID: aggregate, idempotencyKey: nil,
            context: PublishContext(publishedBy: who))
    }

    /// Waits until the server's clock has moved on, so that what comes next is of a later millisecond.
    private static func tick(_ bus: RedisEventBus) async throws {
        func now() async throws -> Int64 {
            let time = try await bus.client.command("TIME")
            return (time[0].integer ?? 0) * 1_000 + (time[1].integer ?? 0) / 1_000
        }
        let before = try await now()
        #expect(try await eventually { try await now() > before })
    }

    private static func bench(_ body: (RedisEventBus) async throws -> Void) async throws {
        let server = try await TestRedisServer()
        let client = RedisClient(configuration: try RedisConfiguration(url: server.url))
        let bus = RedisEventBus(
            client: client, events: Catalogue.declarations, namespace: "test", source: "/tests",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await body(bus)) } catch { outcome = .failure(error) }
        await client.close()
        await server.stop()
        try outcome.get()
    }
}
