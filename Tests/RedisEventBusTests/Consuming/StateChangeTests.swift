import EventBus
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("State that is changed together with an acknowledgement")
struct StateChangeTests {
    private static let lease = "test:{parcels:0}:lease:g"
    private static let total = "test:{parcels:0}:state:g:total"

    private func changes(by amount: Int = 1) -> StateChanges {
        var changes = StateChanges()
        changes.append("HINCRBY", "total", "all", String(amount))
        changes.append("SET", "last", "p")
        return changes
    }

    @Test("it is changed once, and the delivery is done with, whatever the handler does then")
    func once() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 1))
            let seen = Log<Int>()
            let again = Log<StateChangeError.Reason?>()
            let isDone = try await bench.consuming { event, delivery in
                #expect(delivery.stateKey("total") == Self.total)
                try await delivery.acknowledge(with: changes())
                let error = await #expect(throws: StateChangeError.self) {
                    try await delivery.acknowledge(with: changes())
                }
                again.add(error?.reason)
                // Longer than a claim lasts: that the delivery is not pending any more is no loss to the handler.
                try await Task.sleep(for: .milliseconds(500))
                seen.add(event.weight)
                throw Refused()
            } until: {
                try await test.bus.publish(ParcelSent(parcel: "p", weight: 2))
                return try await eventually { try await test.pending("g") == 0 && seen.count == 2 }
            }
            #expect(isDone)
            #expect(seen.all == [1, 2])
            #expect(again.all == [.notPending, .notPending])
            #expect(try await test.client.command("HGET", Self.total, "all").string == "2")
            #expect(try await bench.letters().isEmpty)
        }
    }

    @Test("a change that is refused leaves the delivery pending, and nothing behind it is done")
    func refused() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.client.command("SET", Self.total, "a text")
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 1))
            let errors = Log<String>()
            let isDone = try await bench.consuming { _, delivery in
                do { try await delivery.acknowledge(with: changes()) } catch {
                    errors.add("\(error)")
                    #expect(try await bench.pending().map(\.count) == [delivery.attempt])
                    throw error
                }
            } until: {
                try await eventually { try await bench.letters().count == 1 }
            }
            #expect(isDone)
            #expect(errors.count == 3)
            let message = try #require(errors.all.first)
            #expect(message.contains("HINCRBY \(Self.total): WRONGTYPE"), "\(message)")
            #expect(try await test.client.command("EXISTS", "test:{parcels:0}:state:g:last").integer == 0)
            #expect(try await bench.letters().first?["error"] == message)
        }
    }

    @Test("a command of more arguments than a script can pass on is refused, and nothing is done")
    func tooMany() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 1))
            let errors = Log<StateChangeError?>()
            let isDone = try await bench.consuming { _, delivery in
                var many = changes()
                many.append("RPUSH", "many", (0..<8_000).map { Array("\($0)".utf8) })
                let all = many
                let error = await #expect(throws: StateChangeError.self) {
                    try await delivery.acknowledge(with: all)
                }
                errors.add(error)
                let pending = try await bench.pending().count
                let existing = try await test.client.command("EXISTS", Self.total).integer
                #expect(pending == 1 && existing == 0)
            } until: {
                await eventually { errors.count == 1 }
            }
            #expect(isDone)
            let error = try #require(errors.all.first ?? nil)
            #expect(error.reason == .refused && error.message.contains("RPUSH"), "\(error)")
        }
    }

    @Test("a consumer that has lost the delivery, or its lease, changes nothing")
    func lost() async throws {
        try await TestBus.run { test in
            let bench = ConsumerBench(test: test)
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 1))
            let reasons = Log<StateChangeError.Reason?>()
            let isDone = try await bench.consuming { _, delivery in
                try await test.client.command(
                    "XCLAIM", test.log, "g", "another", "0", delivery.position.description, "JUSTID")
                let error = await #expect(throws: StateChangeError.self) {
                    try await delivery.acknowledge(with: changes())
                }
                reasons.add(error?.reason)
                // Whoever keeps the lease would end the wait.
                try await test.client.command("HSET", Self.lease, "epoch", "99")
                let waiting = Task { try await delivery.acknowledge(with: changes()) }
                let isRefused = try await eventually {
                    try await test.client.command("INFO", "errorstats").string?.contains("errorstat_LEASELOST") == true
                }
                #expect(isRefused)
                waiting.cancel()
                await #expect(throws: CancellationError.self) { try await waiting.value }
                try await test.client.command("HSET", Self.lease, "epoch", "1")
            } until: {
                await eventually { reasons.count == 1 }
            }
            #expect(isDone)
            #expect(reasons.all == [.notPending])
            #expect(try await test.client.command("EXISTS", Self.total).integer == 0)
        }
    }

    @Test("where the answer is lost, at whichever byte, the state is changed once")
    func lostAnswer() async throws {
        try await TestBus.run { test in
            let proxy = try await FaultProxy(to: test.server)
            let client = RedisClient(configuration: try RedisConfiguration(url: proxy.url))
            let bench = ConsumerBench(test: test)
            let count = 10
            let told = Log<Int>()
            try await test.bus.publish(contentsOf: (0..<count).map { ParcelSent(parcel: "p", weight: $0) })
            let running = try await bench.start(client: client) { event, delivery in
                // The answer is ":1\r\n"; what is cut behind it is the next one.
                await proxy.cut(.toClient, afterBytes: event.weight % 5)
                try await delivery.acknowledge(with: changes())
                told.add(event.weight)
            }
            let isDone = try await eventually(within: .seconds(20)) {
                let total = try await test.client.command("HGET", Self.total, "all").string
                return try await test.pending("g") == 0 && total == String(count)
            }
            #expect(isDone)
            try await running.end()
            #expect(try await test.client.command("HGET", Self.total, "all").string == String(count))
            #expect(told.all.sorted() == Array(0..<count), "what was done is not said to have failed")
            #expect(proxy.connectionCount > count / 2)
            await client.close()
            await proxy.stop()
        }
    }

    @Test("a bus that keeps no state says so")
    func unsupported() async throws {
        let reader = Delivery.Reader(stream: "parcels", partition: 0, group: "g", consumer: "c")
        let type = Array("parcel_sent".utf8)
        var spans = EventRecord.Spans()
        for name in ["id", "type", "data"] {
            Array(name.utf8).withUnsafeBytes { spans.set($0, EventRecord.Span(start: 0, length: type.count)) }
        }
        let delivery = Delivery(
            record: try EventRecord(storage: type, spans: spans), position: .beginning, attempt: 1, reader: reader)
        #expect(delivery.stateKey("total") == nil)
        let error = await #expect(throws: StateChangeError.self) { try await delivery.acknowledge(with: changes()) }
        #expect(error?.reason == .unsupported)
    }
}
