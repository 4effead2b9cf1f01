import EventBus
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Subscribers of the log on a real server")
struct SubscriptionTests {
    @Test("from the beginning: everything that is there, then everything that comes, in order and once")
    func fromBeginning() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<3_000)
            let reading = Task { try await collect(test, from: .beginning, count: 3_500) }
            try await publish(test, 3_000..<3_500)
            #expect(try await reading.value.map(\.weight) == Array(0..<3_500))
        }
    }

    @Test("from now: nothing of before, everything after")
    func live() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<10)
            let seen = Mutex<[Int]>([])
            let reading = Task {
                for try await element in test.bus.subscribe(to: parcels, from: .now) {
                    seen.withLock { $0.append((try? element.record.decode(ParcelSent.self).weight) ?? -1) }
                }
            }
            var next = 10
            // Until the subscription stands, what is published is before its "now".
            #expect(
                try await eventually {
                    try await publish(test, next..<next + 1)
                    next += 1
                    return seen.withLock { !$0.isEmpty }
                })
            try await publish(test, next..<next + 100)
            #expect(await eventually { seen.withLock { $0.last } == next + 99 })
            let all = seen.withLock { $0 }
            #expect(all == Array(all[0]...(next + 99)) && all[0] >= 10)
            reading.cancel()
        }
    }

    @Test("after a cursor: the event behind it is the first; after a time: the first since then")
    func fromCursor() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<100)
            let first = try await collect(test, from: .beginning, count: 40)
            let rest = try await collect(test, from: .after(first[39].cursor), count: 60)
            #expect(rest.map(\.weight) == Array(40..<100))
            #expect(Cursor(first[39].cursor.description) == first[39].cursor)
        }
    }

    @Test("subscribers share one read, over cut connections and a restart, without gap or repeat")
    func interruptions() async throws {
        try await TestBus.run(configuration: ["appendonly yes", "appendfsync always"]) { test in
            try await publish(test, 0..<1)
            let readers = (0..<5).map { _ in Task { try await collect(test, from: .beginning, count: 300) } }
            try await publish(test, 1..<100)
            _ = try await test.client.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
            try await publish(test, 100..<200)
            try await test.server.restart()
            _ = await eventually { (try? await test.client.command("PING")) != nil }
            try await publish(test, 200..<300)
            for reader in readers { #expect(try await reader.value.map(\.weight) == Array(0..<300)) }
        }
    }

    @Test("a reader that is far behind the shared window reads the log and joins it again")
    func slowReader() async throws {
        try await TestBus.run { test in
            try await publish(test, 0..<10)
            var iterator = test.bus.subscribe(to: parcels, from: .beginning).makeAsyncIterator()
            for _ in 0..<10 { _ = try await iterator.next() }
            for start in stride(from: 10, to: 6_010, by: 500) { try await publish(test, start..<start + 500) }
            var weights: [Int] = []
            while weights.count < 6_000, let element = try await iterator.next() {
                weights.append(try element.record.decode(ParcelSent.self).weight)
            }
            #expect(weights == Array(10..<6_010))
        }
    }

    @Test("typed: events of one type out of all, read; one that cannot be read ends the iteration")
    func typed() async throws {
        try await TestBus.run { test in
            try await test.bus.publish(ParcelSent(parcel: "a", weight: 1))
            try await test.bus.publish(ParcelDelivered(parcel: "a"))
            _ = try await test.client.command(
                "XADD", test.log, "*", "id", "x", "type", "parcel_shipped", "data", #"{"parcel":"b","weight":2}"#)
            _ = try await test.client.command("XADD", test.log, "*", "id", "x", "type", "parcel_sent", "data", "{}")
            var parcels: [String] = []
            let error = await #expect(throws: InvalidPayload.self) {
                for try await element in test.bus.subscribe(to: ParcelSent.self, from: .beginning) {
                    parcels.append(element.event.parcel)
                }
            }
            #expect(parcels == ["a", "b"])
            #expect(error?.rule == .required)
        }
    }

    @Test("a foreign channel: its messages come as they are")
    func channel() async throws {
        try await TestBus.run { test in
            let messages = try await test.bus.notifications(ofChannels: ["foreign"])
            #expect(try await test.client.command("PUBLISH", "foreign", "hello").integer == 1)
            var iterator = messages.makeAsyncIterator()
            let first = await iterator.next()
            #expect(first == .message(channel: "foreign", payload: Array("hello".utf8)))
            await messages.close()
        }
    }

    @Test("cancelling the task ends the iteration")
    func cancellation() async throws {
        try await TestBus.run { test in
            let reading = Task {
                var count = 0
                for try await _ in test.bus.subscribe(to: parcels, from: .now) { count += 1 }
                return count
            }
            reading.cancel()
            let count = try await reading.value
            #expect(count == 0)
        }
    }

    private struct Seen: Sendable {
        let weight: Int
        let cursor: Cursor
    }

    private func publish(_ test: TestBus, _ weights: Range<Int>) async throws {
        _ = try await test.bus.publish(contentsOf: weights.map { ParcelSent(parcel: "p-\($0)", weight: $0) })
    }

    private func collect(_ test: TestBus, from start: EventSubscription.Start, count: Int) async throws -> [Seen] {
        var seen: [Seen] = []
        for try await element in test.bus.subscribe(to: parcels, from: start) {
            seen.append(
                Seen(weight: try element.record.decode(ParcelSent.self).weight, cursor: element.cursor))
            if seen.count == count { break }
        }
        return seen
    }
}
