import EventBus
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Consumer groups on a real server")
struct ConsumerGroupTests {
    /// What handlers saw, in their order.
    final class Seen: Sendable {
        private let list = Mutex<[String]>([])
        func add(_ text: String) { list.withLock { $0.append(text) } }
        var all: [String] { list.withLock { $0 } }
    }

    @Test("every event is handled once, typed, and acknowledged")
    func handles() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(contentsOf: (0..<500).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            let seen = Seen()
            try await consuming(test) { handlers in
                handlers.on(ParcelSent.self) { event, _ in seen.add(event.parcel) }
            } until: {
                try await test.pending("g") == 0 && seen.all.count == 500
            }
            #expect(Set(seen.all) == Set((0..<500).map { "p-\($0)" }))
        }
    }

    @Test("the events of one aggregate are handled one after another in the log's order, others meanwhile")
    func lanes() async throws {
        try await TestBus.run { test in
            for round in 0..<20 {
                try await test.bus.publish(contentsOf: (0..<8).map { ParcelSent(parcel: "p-\($0)", weight: round) })
            }
            let seen = Mutex<[String: [Int]]>([:])
            let running = Mutex<(now: Set<String>, most: Int)>(([], 0))
            try await consuming(test) { handlers in
                handlers.on(ParcelSent.self) { event, _ in
                    let isAlone = running.withLock { running in
                        let isAlone = running.now.insert(event.parcel).inserted
                        running.most = max(running.most, running.now.count)
                        return isAlone
                    }
                    #expect(isAlone)
                    try await Task.sleep(for: .milliseconds(2))
                    running.withLock { _ = $0.now.remove(event.parcel) }
                    seen.withLock { $0[event.parcel, default: []].append(event.weight) }
                }
            } until: {
                seen.withLock { $0.values.reduce(0) { $0 + $1.count } } == 160
            }
            for order in seen.withLock({ $0.values }) { #expect(order == Array(0..<20)) }
            #expect(running.withLock { $0.most } > 4)
        }
    }

    @Test("a handler that fails is tried again while other aggregates go on, then the event is a dead letter")
    func retryAndDeadLetter() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(contentsOf: ["bad", "good", "late"].map { ParcelSent(parcel: $0, weight: 1) })
            let attempts = Seen()
            try await consuming(test) { handlers in
                handlers.on(ParcelSent.self) { event, delivery in
                    attempts.add("\(event.parcel)/\(delivery.attempt)")
                    if event.parcel == "bad" { throw Refused() }
                    if event.parcel == "late", delivery.attempt < 3 { throw Refused() }
                }
            } until: {
                try await test.pending("g") == 0 && attempts.all.count == 7
            }
            #expect(Set(attempts.all) == ["bad/1", "bad/2", "bad/3", "good/1", "late/1", "late/2", "late/3"])
            let letters = try await test.entries(of: test.dead)
            try #require(letters.count == 1)
            let letter = Dictionary(uniqueKeysWithValues: letters[0].map { ($0.name, $0.value) })
            #expect(letter["group"] == "g" && letter["attempts"] == "3" && letter["reason"] == "attempts_used_up")
            #expect(letter["error"]?.contains("Refused") == true)
            #expect(letter["data"] == #"{"parcel":"bad","weight":1}"#)
        }
    }

    @Test("junk, unknown types and wrong JSON are dead letters with their bytes; the group goes on")
    func poison() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command("XADD", test.log, "*", "hello", "\u{1}junk")
            _ = try await test.client.command(
                "XADD", test.log, "*", "id", "x", "type", "no_such_event", "subject", "s", "data", "{}")
            _ = try await test.client.command(
                "XADD", test.log, "*", "id", "x", "type", "parcel_sent", "subject", "s", "data", "{\"parcel\":")
            try await test.bus.publish(ParcelSent(parcel: "fine", weight: 1))
            let seen = Seen()
            try await consuming(test) { handlers in
                handlers.on(ParcelSent.self) { event, _ in seen.add(event.parcel) }
            } until: {
                let pending = try await test.pending("g")
                let letters = try await test.client.command("XLEN", test.dead).integer
                return seen.all == ["fine"] && pending == 0 && letters == 3
            }
            let letters = try await test.entries(of: test.dead)
            #expect(
                Set(letters.compactMap { $0.first { $0.name == "reason" }?.value }) == [
                    "malformed", "unknown_type", "undecodable",
                ])
            #expect(letters.contains { $0.contains { $0.name == "hello" && $0.value == "\u{1}junk" } })
            #expect(letters.contains { $0.contains { $0.name == "data" && $0.value == "{\"parcel\":" } })
        }
    }

    @Test("events of the catalogue without a handler here are acknowledged")
    func unhandled() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(ParcelDelivered(parcel: "p"))
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 1))
            let seen = Seen()
            try await consuming(test) { handlers in
                handlers.on(ParcelSent.self) { event, _ in seen.add(event.parcel) }
            } until: {
                try await test.pending("g") == 0 && seen.all == ["p"]
            }
            #expect(try await test.client.command("XLEN", test.dead).integer == 0)
        }
    }

    @Test("an alias of the event reaches the same handler")
    func alias() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command(
                "XADD", test.log, "*", "id", "x", "type", "parcel_shipped", "data", #"{"parcel":"old","weight":1}"#)
            let seen = Seen()
            try await consuming(test) { handlers in
                handlers.on(ParcelSent.self) { event, _ in seen.add(event.parcel) }
            } until: {
                seen.all == ["old"]
            }
        }
    }

    @Test("a consumer that dies hands its deliveries to another, and its death is charged to none of them")
    func claim() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(contentsOf: (0..<5).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            _ = try await test.client.command("XGROUP", "CREATE", test.log, "g", "0")
            _ = try await test.client.command(
                "XREADGROUP", "GROUP", "g", "dead", "COUNT", "3", "STREAMS", test.log, ">")
            let seen = Seen()
            try await consuming(test) { handlers in
                handlers.on(ParcelSent.self) { event, delivery in seen.add("\(event.parcel)/\(delivery.attempt)") }
            } until: {
                try await test.pending("g") == 0 && seen.all.count == 5
            }
            #expect(Set(seen.all) == ["p-0/1", "p-1/1", "p-2/1", "p-3/1", "p-4/1"])
        }
    }

    @Test("what a consumer was given before it stopped comes first when it starts again")
    func ownPending() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(contentsOf: (0..<4).map { ParcelSent(parcel: "p", weight: $0) })
            _ = try await test.client.command("XGROUP", "CREATE", test.log, "g", "0")
            _ = try await test.client.command("XREADGROUP", "GROUP", "g", "me", "COUNT", "2", "STREAMS", test.log, ">")
            let seen = Seen()
            try await consuming(test) { handlers in
                handlers.on(ParcelSent.self) { event, _ in seen.add("\(event.weight)") }
            } until: {
                seen.all.count == 4
            }
            #expect(seen.all == ["0", "1", "2", "3"])
        }
    }

    @Test("a read that is cut off, a restart and a lost group are survived; nothing is lost or handled twice")
    func interruptions() async throws {
        try await TestBus.run(configuration: ["appendonly yes", "appendfsync always"]) { test in
            let seen = Seen()
            try await consuming(test) { handlers in
                handlers.on(ParcelSent.self) { event, _ in seen.add(event.parcel) }
            } until: {
                try await test.bus.publish(ParcelSent(parcel: "a", weight: 1))
                #expect(await eventually { seen.all.count == 1 })
                _ = try await test.client.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
                try await test.bus.publish(ParcelSent(parcel: "b", weight: 1))
                #expect(await eventually { seen.all.count == 2 })
                try await test.server.restart()
                _ = await eventually { (try? await test.client.command("PING")) != nil }
                try await test.bus.publish(ParcelSent(parcel: "c", weight: 1))
                #expect(await eventually { seen.all.count == 3 })
                #expect(try await eventually { try await test.pending("g") == 0 })
                _ = try await test.client.command("XGROUP", "DESTROY", test.log, "g")
                try await test.bus.publish(ParcelSent(parcel: "d", weight: 1))
                return await eventually { seen.all.count == 4 }
            }
            #expect(seen.all == ["a", "b", "c", "d"])
        }
    }

    @Test("after FLUSHALL the group is made again and reads the new log from its beginning")
    func flushAll() async throws {
        try await TestBus.run { test in
            let seen = Seen()
            try await consuming(test) { handlers in
                handlers.on(ParcelSent.self) { event, _ in seen.add(event.parcel) }
            } until: {
                try await test.bus.publish(ParcelSent(parcel: "before", weight: 1))
                #expect(await eventually { seen.all.count == 1 })
                _ = try await test.client.command("FLUSHALL")
                try await test.bus.publish(ParcelSent(parcel: "after", weight: 1))
                return await eventually { seen.all.count == 2 }
            }
            #expect(seen.all == ["before", "after"])
        }
    }

    @Test("a key of another type ends the consumer with an error that says so")
    func wrongType() async throws {
        try await TestBus.run { test in
            _ = try await test.client.command("SET", test.log, "in the way")
            let group = test.bus.consumerGroup(of: parcels, group: "g", consumer: "me", handlers: EventHandlers())
            let error = await #expect(throws: RedisError.self) { try await group.run() }
            #expect(error?.code == .server("WRONGTYPE"))
        }
    }

    /// Runs a consumer until a condition holds, then stops it.
    private func consuming(
        _ test: TestBus, _ register: (inout EventHandlers) -> Void,
        until condition: @escaping () async throws -> Bool
    ) async throws {
        var handlers = EventHandlers()
        register(&handlers)
        let group = test.bus.consumerGroup(of: parcels, group: "g", consumer: "me", handlers: handlers)
        let running = Task { try await group.run() }
        let holds = try await eventually(condition)
        running.cancel()
        try await running.value
        #expect(holds)
    }
}
