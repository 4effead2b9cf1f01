import CatalogueEvents
import EventBus
import HokusaiEvents
import LegacyMessages
import RedisClient
import RedisEventBus
import Synchronization
import TestSupport
import Testing

@Suite("the bridge from a list of deployed services")
struct LegacyBridgeTests {
    private static let list = "hokusai:token_deployed_queue"
    private static let ready = "hokusai:legacy_ready"

    private static func hash(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: 64 - digits.count) + digits
    }

    @Test("messages become events in the order in which they were put, with the histories of their aggregates")
    func order() async throws {
        try await FleetBus.run { test in
            for number in 1...250 {
                try await test.push(Answers.answer(hash: Self.hash(number), model: "m/\(number % 3)/MSG-AI"))
            }
            let report = try await test.bridge().drain()
            #expect(report.appended == 250)
            #expect(report.duplicates + report.dead == 0)
            let events = try await test.events()
            #expect(try events.map { try $0.decode(Deployed.self).transactionHash } == (1...250).map { Self.hash($0) })
            #expect(try await test.length(of: Self.list) == 0)
            #expect(try await test.length(of: Self.list + ":processing") == 0)
            let history = "hokusai:{model_lifecycle:0}:history:model:m/1/msg-ai"
            #expect(try await test.client.command("XLEN", history).integer == 84)
        }
    }

    @Test("what a dead bridge left in the processing list comes first, whole and once")
    func recovery() async throws {
        try await FleetBus.run { test in
            try await test.push(Answers.answer(hash: Self.hash(1)))
            try await test.push(Answers.answer(hash: Self.hash(2)))
            // A bridge has taken the first, and died.
            _ = try await test.client.command("LMOVE", Self.list, Self.list + ":processing", "RIGHT", "LEFT")
            #expect(try await test.bridge().drain().appended == 2)
            #expect(
                try await test.events().map { try $0.decode(Deployed.self).transactionHash }
                    == [Self.hash(1), Self.hash(2)])
        }
    }

    @Test("two bridges that have taken the same message append it once")
    func race() async throws {
        try await FleetBus.run { test in
            for number in 1...100 {
                try await test.push(Answers.order(id: "m-\(number)", model: "m/\(number)"), on: Self.ready)
            }
            let one = try test.bridge(from: Self.ready)
            let other = try test.bridge(from: Self.ready)
            async let first = one.drain()
            async let second = other.drain()
            let reports = try await [first, second]
            #expect(reports.map(\.appended).reduce(0, +) == 100)
            #expect(try await test.events().count == 100)
            #expect(try await test.length(of: Self.ready + ":processing") == 0)
        }
    }

    @Test(
        "a message that was put twice with one id is appended once, whatever else it says, also after its key is forgotten",
        arguments: ["m-1", String(repeating: "l", count: 300)])
    func sameID(id: String) async throws {
        try await FleetBus.run { test in
            try await test.push(Answers.order(id: id), on: Self.ready)
            #expect(try await test.bridge(from: Self.ready).drain().appended == 1)
            // The window of the idempotency key is over.
            let key = "hokusai:{model_lifecycle:0}:idem:model_ready_to_deploy:msg-model/1/msg-ai"
            #expect(try await test.client.command("DEL", key).integer == 1)
            try await test.push(Answers.order(id: id, symbol: "MSG-AI"), on: Self.ready)
            let report = try await test.bridge(from: Self.ready).drain()
            #expect(report.duplicates == 1)
            #expect(report.appended == 0)
            #expect(try await test.events().count == 1)
        }
    }

    @Test("long ids are told apart to their last byte, also from an id that looks like what is remembered of one")
    func longIDs() async throws {
        try await FleetBus.run { test in
            let long = String(repeating: "l", count: 100_000)
            let digest = "sha1:\(SHA1.hexadecimalDigest(of: Array((long + "1").utf8)))"
            for (number, id) in [long + "1", long + "2", digest].enumerated() {
                try await test.push(Answers.order(id: id, model: "m/\(number)"), on: Self.ready)
            }
            #expect(try await test.bridge(from: Self.ready).drain().appended == 3)
            let keys = try await test.client.command("KEYS", "hokusai:{model_lifecycle:0}:bridged:*").map(\.bytes.count)
            #expect(keys.count == 3)
            #expect(keys.allSatisfy { $0 < 512 })
        }
    }

    @Test("an answer that was put twice is appended once by its idempotency key")
    func sameAnswer() async throws {
        try await FleetBus.run { test in
            try await test.push(Answers.full)
            try await test.push(Answers.full)
            let report = try await test.bridge().drain()
            #expect(report.appended == 1)
            #expect(report.duplicates == 1)
            #expect(try await test.events().count == 1)
            #expect(try await test.length(of: Self.list + ":processing") == 0)
        }
    }

    @Test("poison goes to the dead list in the deployed shape, with the reason and its bytes, and holds up nobody")
    func poison() async throws {
        try await FleetBus.run { test in
            try await test.push(#"{"event_type":"token_deployed","block_number":NaN}"#)
            try await test.push(Answers.full)
            let report = try await test.bridge().drain()
            #expect(report.dead == 1)
            #expect(report.appended == 1)
            let entry = try await test.client.command("LRANGE", Self.list + ":dlq", "0", "-1")
            try #require(entry.count == 1)
            let letter = QueueDeadLetter(entry[0].bytes)
            #expect(letter.shape == .python)
            #expect(letter.queue == Self.list)
            #expect(letter.error?.contains("NaN") == true)
            #expect(String(decoding: letter.original.bytes, as: UTF8.self).contains("NaN"))
            #expect(try await test.length(of: Self.list + ":processing") == 0)
        }
    }

    /// Puts a message of so many bytes on a list, without anything of that size on the way.
    private static func push(bytes: Int, on list: String, _ test: FleetBus) async throws {
        _ = try await test.client.command(
            "EVAL", "return redis.call('LPUSH', KEYS[1], string.rep('x', ARGV[1]))", "1", list, "\(bytes)")
    }

    @Test("what is too large to be read goes to the dead list as it is, from wherever it lies, and holds up nobody")
    func tooLarge() async throws {
        try await FleetBus.run { test in
            let processing = Self.list + ":processing"
            // A bridge has taken these, and died; a large message among them is not the oldest.
            for bytes in [9_000_000, 1, 9_000_001] { try await Self.push(bytes: bytes, on: processing, test) }
            try await test.push(Answers.answer(hash: Self.hash(1)), on: processing)
            try await test.push(Answers.answer(hash: Self.hash(2)))
            try await Self.push(bytes: 9_000_002, on: Self.list, test)
            try await test.push(Answers.answer(hash: Self.hash(3)))
            let report = try await test.bridge().drain()
            #expect(report.appended == 3)
            #expect(report.dead == 4)
            #expect(
                try await test.events().map { try $0.decode(Deployed.self).transactionHash } == (1...3).map(Self.hash))
            #expect(try await test.length(of: processing) == 0)
            let letters = try await test.client.command("LRANGE", Self.list + ":dlq", "0", "-1").map {
                QueueDeadLetter($0.bytes)
            }
            #expect(letters.map(\.original.bytes.count) == [9_000_002, 9_000_001, 1, 9_000_000])
            #expect(letters.map(\.shape) == [.bare, .bare, .python, .bare])
        }
    }

    @Test("a message of more than 8 MiB that is read, where events may be so large, becomes a dead letter as it is")
    func largeLetter() async throws {
        try await FleetBus.run { test in
            try await Self.push(bytes: 9_000_000, on: Self.list, test)
            let bus = RedisEventBus(
                client: test.client, events: test.catalogue.declarations, source: "tests",
                publishing: PublishPolicy(maximumEntryBytes: 16_000_000), logger: test.bus.logger)
            let read = Mutex<[Int]>([])
            let bridge = try bus.bridge(from: WorkQueueDeclaration(list: Self.list)) { message in
                read.withLock { $0.append(message.count) }
                return .poison("junk")
            }
            #expect(try await bridge.drain().dead == 1)
            #expect(read.withLock { $0 } == [9_000_000])
            let letter = try await test.client.command("LINDEX", Self.list + ":dlq", "0").bytes
            #expect(letter.count == 9_000_000)
            #expect(try await test.length(of: Self.list + ":processing") == 0)
        }
    }

    @Test("no more is taken in hand than 8 MiB and one message, and a reason is cut off at 4,096 characters")
    func inHand() async throws {
        try await FleetBus.run { test in
            for _ in 0..<8 { try await Self.push(bytes: 3_000_000, on: Self.list, test) }
            let held = Mutex<[String]>([])
            let server = test.server
            let bridge = try test.bus.bridge(from: WorkQueueDeclaration(list: Self.list)) { _ in
                let length = server.ask("LLEN \(Self.list):processing").prefix(2)
                held.withLock { $0.append(String(length)) }
                return .poison(String(repeating: "r", count: 100_000))
            }
            #expect(try await bridge.drain().dead == 8)
            #expect(held.withLock { $0 } == [":3", ":2", ":1", ":3", ":2", ":1", ":2", ":1"])
            let letter = QueueDeadLetter(try await test.client.command("LINDEX", Self.list + ":dlq", "0").bytes)
            #expect(letter.error == String(repeating: "r", count: 4_096))
        }
    }

    @Test("an event above the limit of the bus is poison, with its size; one that just fits is appended")
    func entryLimit() async throws {
        try await FleetBus.run { test in
            let mapping = try #require(LegacyMapping(list: Self.list, event: nil, catalogue: test.catalogue))
            func drain(limit: Int) async throws -> LegacyBridge.Report {
                let bus = RedisEventBus(
                    client: test.client, events: test.catalogue.declarations, source: "tests",
                    publishing: PublishPolicy(maximumEntryBytes: limit), logger: test.bus.logger)
                return try await bus.bridge(from: WorkQueueDeclaration(list: Self.list)) { mapping.read($0) }.drain()
            }
            try await test.push(Answers.full)
            #expect(try await drain(limit: 1_048_576).appended == 1)
            let entry = try await test.client.command("XRANGE", "hokusai:{model_lifecycle:0}:log", "-", "+")
            let size = entry[0][1].map(\.bytes.count).reduce(0, +)
            try await test.push(Answers.answer(hash: Self.hash(2)))
            #expect(try await drain(limit: size - 1).dead == 1)
            let letter = QueueDeadLetter(try await test.client.command("LINDEX", Self.list + ":dlq", "0").bytes)
            #expect(letter.error?.contains("\(size) bytes, and the limit is \(size - 1)") == true)
            try await test.push(Answers.answer(hash: Self.hash(2)))
            #expect(try await drain(limit: size).appended == 1)
        }
    }

    @Test("while the log refuses, nothing is lost: the message waits in the processing list")
    func refusal() async throws {
        try await FleetBus.run { test in
            _ = try await test.client.command("SET", "hokusai:{model_lifecycle:0}:log", "in the way")
            try await test.push(Answers.full)
            let bridge = try test.bridge()
            await #expect(throws: RedisError.self) { try await bridge.drain() }
            #expect(try await test.length(of: Self.list + ":processing") == 1)
            _ = try await test.client.command("DEL", "hokusai:{model_lifecycle:0}:log")
            #expect(try await bridge.drain().appended == 1)
        }
    }

    @Test("at maxmemory nothing is lost, poison included, and it goes on when there is room")
    func fullMemory() async throws {
        try await FleetBus.run { test in
            try await test.push(Answers.full)
            try await test.push("poison")
            let bridge = try test.bridge()
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "1")
            await #expect(throws: RedisError.self) { try await bridge.drain() }
            #expect(try await test.events().isEmpty)
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "0")
            let report = try await bridge.drain()
            #expect(report.appended == 1)
            #expect(report.dead == 1)
        }
    }

    @Test("as a service it takes what comes, is listed with a heartbeat, and outlives its connections")
    func service() async throws {
        try await FleetBus.run { test in
            let bridge = try test.bridge()
            let running = Task { try await bridge.run() }
            try await test.push(Answers.answer(hash: Self.hash(1)))
            #expect(try await eventually { try await test.events().count == 1 })
            #expect(test.bus.loops.statuses().contains { $0.name == "bridge \(Self.list)" && !$0.isDead })
            _ = try? await test.client.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "no")
            #expect(
                await eventually {
                    (try? await test.push(Answers.answer(hash: Self.hash(2)))) != nil
                })
            #expect(await eventually { (try? await test.events().count) == 2 })
            running.cancel()
            try await running.value
        }
    }

    @Test("a list that the router fills is not bridged")
    func loop() async throws {
        try await FleetBus.run { test in
            let error = #expect(throws: BridgeLoop.self) { try test.bridge(from: "hokusai:model_ready_queue") }
            #expect(error?.description.contains("`model_ready_to_deploy`") == true)
            // What is said holds of any list and any catalogue.
            #expect(error?.description.contains("config/fleet") == false)
            #expect(error?.description.contains("the list hokusai:model_ready_queue") == true)
            // Nor one whose messages other workers hold.
            #expect(throws: BridgeLoop.self) { try test.bridge(from: "hokusai:processing_queue") }
        }
        let own = LoadedCatalogue(try Fleet.catalogue("schemas")).declarations
        #expect(BridgeLoop(WorkQueueDeclaration(list: Self.list), events: own)?.event == "deployed")
    }
}
