import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Dead letters on a real server")
struct DeadLettersTests {
    private static let actor = DeadLetterActor("ada@depot", reason: "the van is back")

    /// Publishes events that a group has read and given up on.
    @discardableResult
    private static func bury(
        _ test: TestBus, _ count: Int, group: String = "g", routes: String = ""
    ) async throws -> [StreamPosition] {
        let receipts = try await test.bus.publish(
            contentsOf: (0..<count).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
        for name in ["g", "other", group] {
            var create = RedisCommands()
            create.append("XGROUP", "CREATE", test.log, name, "$")
            _ = try await test.client.reply(to: create)
        }
        for entry in try await test.client.command("XRANGE", test.log, "-", "+") {
            let reason = routes.isEmpty ? "attempts_used_up" : "route_failed"
            var letter = [
                test.dead, "*", "group", group, "consumer", "c", "position", entry[0].string ?? "", "attempts", "3",
                "reason", reason, "error", "no van", "failed_routes", routes, "first_failure",
                "2026-11-21T09:12:33.507397Z", "last_failure", "2026-11-21T09:12:40.000000Z",
            ]
            letter += entry[1].compactMap(\.string)
            var command = RedisCommands()
            command.append("XADD", letter)
            _ = try await test.client.reply(to: command).get()
        }
        return receipts.compactMap(\.position)
    }

    private static func all(_ test: TestBus) async throws -> [DeadLetter] {
        var letters: [DeadLetter] = []
        for try await letter in test.bus.deadLetters(of: parcels).letters() { letters.append(letter) }
        return letters
    }

    @Test("letters are read page by page, the oldest first; a filter and an id choose among them")
    func reading() async throws {
        try await TestBus.run { test in
            try await Self.bury(test, 250)
            let letters = test.bus.deadLetters(of: parcels)
            #expect(try await letters.count() == 250)
            let all = try await Self.all(test)
            #expect(all.map(\.aggregateID) == (0..<250).map { "p-\($0)" })
            #expect(try await letters.letter(all[7].id)?.position == all[7].position)
            #expect(try await letters.letter(DeadLetter.ID(partition: 9, place: .beginning)) == nil)
            var filter = DeadLetterFilter()
            filter.positions = [all[120].position]
            var found: [String] = []
            for try await letter in letters.letters(filter) { found.append(letter.aggregateID) }
            #expect(found == ["p-120"])
        }
    }

    @Test("a redriven letter is due at once for its own group, with no attempt made, and for no other")
    func redrive() async throws {
        try await TestBus.run { test in
            let position = try await Self.bury(test, 1)[0]
            let letters = test.bus.deadLetters(of: parcels)
            let letter = try #require(await Self.all(test).first)
            #expect(try await letters.redrive(letter, by: Self.actor))
            let pending = try RedisPendingEntry.entries(
                await test.client.command("XPENDING", test.log, "g", "-", "+", "10"))
            #expect(pending.map(\.consumer) == ["~delayed"] && pending.map(\.deliveries) == [0])
            #expect(pending.map(\.id) == [position.id])
            let due = try await test.client.command("ZRANGE", "test:{parcels:0}:delayed:g", "0", "-1")
            #expect(due.compactMap(\.string) == ["\(position)"])
            #expect(try await test.pending("other") == 0)
            #expect(try await letters.count() == 0)
            #expect(try await !letters.redrive(letter, by: Self.actor), "it is gone")
            let audit = try await test.entries(of: "test:{parcels:0}:audit")
            #expect(audit.count == 1)
            let facts = Dictionary(uniqueKeysWithValues: try #require(audit.first).map { ($0.name, $0.value) })
            #expect(facts["act"] == "redrive" && facts["who"] == "ada@depot" && facts["why"] == "the van is back")
            #expect(facts["letter"] == "\(letter.id.place)" && facts["position"] == "\(position)")
            #expect(facts["group"] == "g" && facts["type"] == "parcel_sent" && facts["error"] == "no van")
        }
    }

    @Test("of two that redrive at once each letter is redriven by one")
    func race() async throws {
        try await TestBus.run { test in
            try await Self.bury(test, 60)
            let (client, bus) = try TestBus.connect(to: test.server)
            let all = try await Self.all(test)
            let redriven = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for bus in [test.bus, bus] {
                    tasks.addTask {
                        var mine = 0
                        for letter in all where try await bus.deadLetters(of: parcels).redrive(letter, by: Self.actor) {
                            mine += 1
                        }
                        return mine
                    }
                }
                return try await tasks.reduce(0, +)
            }
            #expect(redriven == 60)
            #expect(try await test.pending("g") == 60)
            #expect(try await test.client.command("XLEN", "test:{parcels:0}:audit").integer == 60)
            await client.close()
        }
    }

    @Test(
        "an event that is no longer in the log, or whose group is gone, is refused with the way out; the letter stays")
    func refused() async throws {
        try await TestBus.run { test in
            try await Self.bury(test, 2)
            let letters = test.bus.deadLetters(of: parcels)
            let all = try await Self.all(test)
            _ = try await test.client.command("XDEL", test.log, "\(all[0].position)")
            let trimmed = await #expect(throws: DeadLetterRefusal.self) {
                try await letters.redrive(all[0], by: Self.actor)
            }
            #expect(trimmed?.reason == .trimmed && trimmed?.description.contains("publish its payload") == true)
            _ = try await test.client.command("XGROUP", "DESTROY", test.log, "g")
            let gone = await #expect(throws: DeadLetterRefusal.self) {
                try await letters.redrive(all[1], by: Self.actor)
            }
            #expect(gone?.reason == .noGroup && gone?.description.contains("no group “g”") == true)
            #expect(try await letters.count() == 2)
            #expect(try await test.client.command("EXISTS", "test:{parcels:0}:audit").integer == 0)
        }
    }

    @Test(
        "redriving or discarding the letter that holds an aggregate lets it go; another letter does not",
        arguments: [true, false])
    func held(isRedrive: Bool) async throws {
        try await TestBus.run { test in
            try await Self.bury(test, 2)
            let letters = test.bus.deadLetters(of: parcels)
            let all = try await Self.all(test)
            let held = "test:{parcels:0}:held:g"
            _ = try await test.client.command("HSET", held, "p-0", "\(all[0].position)", "p-1", "9-9")
            for letter in all {
                let isDone =
                    isRedrive
                    ? try await letters.redrive(letter, by: Self.actor)
                    : try await letters.discard(letter, by: Self.actor)
                #expect(isDone)
            }
            #expect(try await test.client.command("HKEYS", held).compactMap(\.string) == ["p-1"])
        }
    }

    @Test("a discarded letter is gone once and for all; the audit keeps what it was about, not its payload")
    func discard() async throws {
        try await TestBus.run { test in
            try await Self.bury(test, 1)
            let letters = test.bus.deadLetters(of: parcels)
            let letter = try #require(await Self.all(test).first)
            #expect(try await letters.discard(letter, by: Self.actor))
            #expect(try await !letters.discard(letter, by: Self.actor))
            #expect(try await letters.count() == 0)
            #expect(try await test.pending("g") == 0)
            let audit = try await test.entries(of: "test:{parcels:0}:audit")
            #expect(audit.count == 1)
            let facts = try #require(audit.first)
            #expect(facts.first { $0.name == "act" }?.value == "discard")
            #expect(facts.contains { $0.name == "event" && EventID($0.value) != nil })
            #expect(!facts.contains { $0.name == "data" || $0.value.contains("weight") })
        }
    }

    @Test("at maxmemory letters are redriven, rerouted and discarded")
    func fullMemory() async throws {
        try await TestBus.run { test in
            try await Self.bury(test, 2)
            try await Self.bury(test, 0, group: Router.group, routes: "parcels:queue")
            let letters = test.bus.deadLetters(of: parcels)
            let all = try await Self.all(test)
            _ = try await test.client.command("CONFIG", "SET", "maxmemory", "1")
            #expect(try await letters.redrive(all[0], by: Self.actor))
            #expect(try await letters.discard(all[1], by: Self.actor))
            #expect(try await letters.redrive(all[2], by: Self.actor))
            #expect(try await test.client.command("LLEN", "parcels:queue").integer == 1)
        }
    }

    @Test("a letter of the router: only the routes that failed are served, in their wires, once by two at once")
    func reroute() async throws {
        try await TestBus.run { test in
            try await Self.bury(test, 1, group: Router.group, routes: "parcels:queue")
            let messages = try await test.client.subscribe(to: [
                "parcels:queue:pubsub", "parcels:events:parcel_sent", "end",
            ])
            let letters = test.bus.deadLetters(of: parcels)
            let letter = try #require(await Self.all(test).first)
            async let one = letters.redrive(letter, by: Self.actor)
            async let two = letters.redrive(letter, by: Self.actor)
            let outcomes = try await [one, two]
            #expect(outcomes.sorted { !$0 && $1 } == [false, true])
            let items = try await test.client.command("LRANGE", "parcels:queue", "0", "-1")
            try #require(items.count == 1)
            #expect(WorkMessage(items[0].bytes).isEvent(of: ParcelSent.declaration))
            _ = try await test.client.command("PUBLISH", "end", "")
            for await case .message(let channel, _) in messages {
                #expect(channel == "end", "the channels had been reached")
                break
            }
            await messages.close()
            #expect(try await test.pending("router") == 0)
        }
    }

    @Test("a route that fails again stands in a new letter; those that work now are served")
    func failsAgain() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command("SET", "parcels:queue", "in the way")
            try await Self.bury(test, 1, group: Router.group, routes: "parcels:queue parcels:queue:pubsub")
            let messages = try await test.client.subscribe(to: ["parcels:queue:pubsub"])
            let letters = test.bus.deadLetters(of: parcels)
            let letter = try #require(await Self.all(test).first)
            let refusal = await #expect(throws: DeadLetterRefusal.self) {
                try await letters.redrive(letter, by: Self.actor)
            }
            #expect(refusal?.reason == .failedAgain && refusal?.description.contains("parcels:queue") == true)
            for await case .message(_, let payload) in messages {
                #expect(String(decoding: payload, as: UTF8.self).contains("weight"))
                break
            }
            await messages.close()
            let again = try await Self.all(test)
            try #require(again.map(\.failedRoutes) == [["parcels:queue"]])
            #expect(again[0].id != letter.id && again[0].error.contains("WRONGTYPE"))
            #expect(again[0].position == letter.position && again[0].record?.data == letter.record?.data)
            _ = try await test.client.command("DEL", "parcels:queue")
            #expect(try await letters.redrive(again[0], by: Self.actor))
            #expect(try await test.client.command("LLEN", "parcels:queue").integer == 1)
        }
    }

    @Test("a letter of the router that no route can be found for is refused, and says what to do")
    func unroutable() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command("XADD", test.log, "*", "id", "x", "type", "no_such", "data", "{}")
            _ = try await test.client.command("XADD", test.log, "*", "hello", "junk")
            _ = try await test.client.command("XADD", test.log, "*", "id", "x", "type", "parcel_sent", "data", "{]")
            try await Self.bury(test, 0, group: Router.group)
            for letter in try await Self.all(test) {
                let refusal = await #expect(throws: DeadLetterRefusal.self) {
                    try await test.bus.deadLetters(of: parcels).redrive(letter, by: Self.actor)
                }
                #expect(refusal?.reason == .unreadable && refusal?.description.contains("discard the letter") == true)
            }
            let declaration = ParcelSent.declaration
            try await Self.bury(test, 1, group: Router.group, routes: "gone:list")
            let letter = try #require(await Self.all(test).last)
            let refusal = await #expect(throws: DeadLetterRefusal.self) {
                try await test.bus.deadLetters(of: declaration.stream).redrive(letter, by: Self.actor)
            }
            #expect(refusal?.reason == .noRoute)
        }
    }
}
