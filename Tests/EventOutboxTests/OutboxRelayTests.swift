import EventBus
import Foundation
import GRDB
import RedisClient
import RedisEventBus
import TestSupport
import Testing

@testable import EventOutbox

@Suite("Relaying to a real server")
struct OutboxRelayTests {
    private static func isInOrder(_ entries: [OutboxBench.Entry]) -> Bool {
        Dictionary(grouping: entries, by: \.aggregate).values.allSatisfy { entries in
            entries.map(\.number) == entries.map(\.number).sorted()
        }
    }

    @Test("what is published while Redis is away is accepted at once, and appended in order and once when it is back")
    func away() async throws {
        try await OutboxBench.run { bench in
            #expect(try await bench.publisher.publish(OrderPlaced("a", 0)).outcome == .appended)
            await bench.takeServerAway()
            let start = ContinuousClock.now
            var accepted: [PublishReceipt] = []
            for number in 1...30 {
                accepted.append(
                    try await bench.publisher.publish(OrderPlaced(number.isMultiple(of: 3) ? "b" : "a", number)))
            }
            #expect(accepted.allSatisfy { $0.outcome == .accepted })
            #expect(start.duration(to: .now) < .seconds(5), "nobody waits for a server that is known to be away")
            try await bench.relaying {
                try await bench.server.start()
                #expect(try await eventually { try await bench.isDrained() })
            }
            let entries = try await bench.entries()
            #expect(entries.count == 31)
            #expect(Set(entries.map(\.id)).isSuperset(of: accepted.map(\.eventID.description)))
            #expect(Self.isInOrder(entries))
            #expect(try await bench.publisher.publish(OrderPlaced("a", 31)).outcome == .appended)
        }
    }

    @Test("an accepted event has in the log the id, time and attributes that it was accepted with")
    func identity() async throws {
        try await OutboxBench.run { bench in
            let before = Timestamp.now
            let context = PublishContext(correlationID: "c", causationID: "d", traceParent: "e")
            let receipt = try await bench.outbox.write { db in
                try bench.outbox.store(OrderPlaced("a", 7), in: db, context: context)
            }
            let after = Timestamp.now
            #expect(try await bench.drain())
            let entry = try #require(try await bench.entries().first)
            #expect(entry.id == receipt.eventID.description)
            let time = try #require(entry.fields["time"].flatMap { Timestamp($0) })
            #expect(time >= before && time <= after)
            #expect(entry.fields["type"] == "order_placed" && entry.fields["version"] == "1.2.0")
            #expect(entry.fields["source"] == "/tests" && entry.fields["subject"] == "a")
            #expect(entry.fields["correlationid"] == "c" && entry.fields["causationid"] == "d")
            #expect(entry.fields["traceparent"] == "e")
            #expect(entry.fields["data"] == #"{"order":"a","number":7}"#)
            let direct = try await bench.bus.publish(OrderPlaced("a", 8), context: context)
            let fields = try await bench.client.command("XRANGE", bench.log(of: "a"), "-", "+").map { entry in
                entry[1].enumerated().filter { $0.offset.isMultiple(of: 2) }.compactMap { $0.element.string }
            }
            #expect(direct.outcome == .appended)
            #expect(
                fields.count == 2 && fields[0] == fields[1],
                "a relayed entry has the fields of any other, in their order")
        }
    }

    @Test("histories and idempotency keys are kept by relayed events as by any others")
    func historyAndKeys() async throws {
        try await OutboxBench.run { bench in
            #expect(try await bench.bus.publish(OrderPaid("a", payment: "p1")).version == 1)
            try await bench.outbox.write { db in
                try bench.outbox.store(OrderPaid("a", payment: "p1"), in: db)
                try bench.outbox.store(OrderPaid("a"), in: db)
                try bench.outbox.store(OrderPaid("a", payment: "p2"), in: db)
            }
            #expect(try await bench.drain())
            #expect(try await bench.bus.publish(OrderPaid("a", payment: "p2")).outcome == .duplicate)
            #expect(try await bench.bus.publish(OrderPaid("a")).version == 4)
            #expect(try await bench.entries().count == 4)
        }
    }

    /// The commands of one relayed batch, as a relay would send them.
    private func batch(_ bench: OutboxBench, _ order: String) async throws -> RelayBatch {
        let partition = OrderPlaced.declaration.outboxPartition(ofAggregate: order)
        let (rows, previous) = try await bench.outbox.database.read { [path = bench.outbox.path] db in
            (
                try db.firstWaiting(in: partition, count: 100, bytes: 1 << 20, path: path),
                try db.lastRelayed(of: partition)
            )
        }
        return RelayBatch(
            outbox: bench.outbox.database.identity, previous: previous, events: rows.map { ($0.number, $0.event) })
    }

    private func store(_ bench: OutboxBench, _ order: String, _ numbers: ClosedRange<Int>) async throws {
        try await bench.outbox.write { db in
            for number in numbers { try bench.outbox.store(OrderPlaced(order, number), in: db) }
        }
    }

    @Test("a batch sent again, whole, longer, shorter or long after, appends nothing twice")
    func repeated() async throws {
        try await OutboxBench.run { bench in
            try await store(bench, "a", 1...4)
            let early = try await batch(bench, "a")
            #expect(try await bench.bus.relay(early).appended == 4)
            #expect(try await bench.bus.relay(early).appended == 4, "the answer was lost, and the batch is sent again")
            try await store(bench, "a", 5...6)
            let longer = try await batch(bench, "a")
            #expect(try await bench.bus.relay(longer).appended == 6)
            let firstTwo = zip(longer.marks, longer.events).prefix(2).map { ($0.number ?? 0, $1) }
            let shorter = RelayBatch(outbox: longer.outbox, previous: nil, events: firstTwo)
            let answer = try await bench.bus.relay(shorter)
            #expect(answer.appended == 0)
            #expect(answer.obstacle == .diverged(longer.marks[5]))
            #expect(try await bench.bus.relay(early).appended == 0, "held up by the network until now")
            #expect(try await bench.drain())
            #expect(try await bench.entries().map(\.number) == [1, 2, 3, 4, 5, 6])
        }
    }

    @Test(
        "an id that comes twice: what stands between the two is neither lost nor doubled, wherever the answer was lost")
    func repeatedID() async throws {
        try await OutboxBench.run { bench in
            let id = try #require(EventID("0190a6b0-0000-7000-8000-000000000001"))
            let partition = OrderPlaced.declaration.outboxPartition(ofAggregate: "a")
            try await store(bench, "a", 1...3)
            try await bench.outbox.write { db in
                try db.execute(sql: "UPDATE outbox_waiting SET event_id = ? WHERE number <> 2", arguments: ["\(id)"])
            }
            let whole = try await batch(bench, "a")
            #expect(whole.events.map(\.envelope.id) == [id, whole.events[1].envelope.id, id])
            let first = RelayBatch(outbox: whole.outbox, previous: nil, events: [(1, whole.events[0])])
            #expect(try await bench.bus.relay(first).fresh == 1)
            let rest = try await bench.bus.relay(whole)
            #expect(rest.appended == 3 && rest.fresh == 2, "the first was there, what follows it was not")
            let again = try await bench.bus.relay(whole)
            #expect(again.appended == 3 && again.fresh == 0)
            #expect(try await bench.drain())
            #expect(try await bench.entries().map(\.number) == [1, 2, 3])
            let last = try await bench.outbox.database.read { db in try db.lastRelayed(of: partition) }
            #expect(last == RelayMark(event: id, number: 3))
        }
    }

    @Test("what an older program remembered, an id without a number, is gone on from")
    func olderMark() async throws {
        try await OutboxBench.run { bench in
            try await store(bench, "a", 1...3)
            let whole = try await batch(bench, "a")
            let first = RelayBatch(outbox: whole.outbox, previous: nil, events: [(1, whole.events[0])])
            let position = try await bench.bus.relay(first).position
            let keys = try await bench.client.command("KEYS", "test:*:outbox:*").compactMap(\.string)
            try #require(keys.count == 1)
            _ = try await bench.client.command(
                "SET", keys[0], "\(whole.events[0].envelope.id) \(try #require(position))")
            #expect(try await bench.bus.relay(whole).fresh == 2)
            #expect(try await bench.entries().map(\.number) == [1, 2, 3])
        }
    }

    @Test("a batch whose predecessor never arrived appends nothing")
    func gap() async throws {
        try await OutboxBench.run { bench in
            try await store(bench, "a", 1...3)
            let whole = try await batch(bench, "a")
            let all = zip(whole.marks, whole.events).map { ($0.number ?? 0, $1) }
            let identity = bench.outbox.database.identity
            let first = RelayBatch(outbox: identity, previous: nil, events: [all[0]])
            #expect(try await bench.bus.relay(first).appended == 1)
            let third = RelayBatch(outbox: identity, previous: whole.marks[1], events: [all[2]])
            #expect(try await bench.bus.relay(third).appended == 0)
            #expect(try await bench.drain())
            #expect(try await bench.entries().map(\.number) == [1, 2, 3])
        }
    }

    @Test("an event that the server refuses is set aside with the reason, and holds up none; put back, it goes")
    func refused() async throws {
        try await OutboxBench.run { bench in
            let history = "test:{orders:\(orders.partition(ofAggregate: "a"))}:history:order:a"
            _ = try await bench.client.command("SET", history, "not a stream")
            let refused = try await bench.outbox.write { db in
                try bench.outbox.store(OrderPlaced("a", 1), in: db)
                let refused = try bench.outbox.store(OrderPaid("a"), in: db)
                try bench.outbox.store(OrderPlaced("a", 2), in: db)
                return refused
            }
            #expect(try await bench.drain())
            #expect(try await bench.entries().map(\.number) == [1, 2])
            let status = try await bench.outbox.status()
            #expect(status.refused.map(\.id) == [refused.eventID])
            #expect(status.refused.first?.reason.contains("WRONGTYPE") == true)
            #expect(status.usage.events == 1, "what was refused still counts")
            _ = try await bench.client.command("DEL", history)
            #expect(try await bench.outbox.retryRefused(by: "ada") == 1)
            #expect(try await bench.drain())
            #expect(try await bench.entries().last?.id == refused.eventID.description)
            #expect(try await bench.outbox.status().usage == OutboxUsage(events: 0, bytes: 0))
        }
    }

    @Test("an event that the catalogue no longer has is set aside, and holds up none")
    func unknownType() async throws {
        try await OutboxBench.run { bench in
            try await bench.outbox.write { db in
                try bench.outbox.store(OrderPaid("a"), in: db)
                try bench.outbox.store(OrderPlaced("a", 1), in: db)
            }
            let (client, bus) = try OutboxBench.connect(to: bench.server.url, events: [OrderPlaced.declaration])
            let relay = bench.outbox.relay(over: bus)
            let running = Task { try await relay.run() }
            #expect(try await eventually { try await bench.isDrained() })
            running.cancel()
            _ = await running.result
            await client.close()
            #expect(try await bench.entries().map(\.number) == [1])
            let refused = try await bench.outbox.status().refused
            #expect(refused.first?.reason.contains("order_paid") == true)
            #expect(try await bench.outbox.discardRefused(refused.map(\.number), by: "ada") == 1)
            #expect(try await bench.outbox.status().refused.isEmpty)
        }
    }

    @Test("at maxmemory nothing is refused for good: the events wait, and go when there is room")
    func maxMemory() async throws {
        try await OutboxBench.run { bench in
            try await store(bench, "a", 1...3)
            _ = try await bench.client.command("CONFIG", "SET", "maxmemory", "1")
            try await bench.relaying {
                #expect(
                    try await eventually {
                        try await bench.outbox.status().partitions.first?.lastError?.contains("maxmemory") == true
                    })
                let status = try await bench.outbox.status()
                #expect(status.waiting == 3 && status.refused.isEmpty)
                _ = try await bench.client.command("CONFIG", "SET", "maxmemory", "0")
                #expect(try await eventually { try await bench.isDrained() })
            }
            #expect(try await bench.entries().map(\.number) == [1, 2, 3])
        }
    }

    @Test("after FLUSHALL, and after a failover to an older copy of the log, what waits is still appended, once")
    func rollback() async throws {
        try await OutboxBench.run { bench in
            try await store(bench, "a", 1...2)
            #expect(try await bench.drain())
            let partition = orders.partition(ofAggregate: "a")
            let memory = "test:{orders:\(partition)}:outbox:\(bench.outbox.database.identity)"
            let older = try #require(try await bench.client.command("GET", memory).string)
            try await store(bench, "a", 3...4)
            #expect(try await bench.drain())
            // The copy of the log that took over has lost 3 and 4, and so has what is remembered beside it.
            for entry in try await bench.client.command("XRANGE", bench.log(of: "a"), "-", "+").dropFirst(2) {
                _ = try await bench.client.command("XDEL", bench.log(of: "a"), entry[0].string ?? "")
            }
            _ = try await bench.client.command("SET", memory, older)
            try await store(bench, "a", 5...6)
            #expect(try await bench.drain())
            #expect(try await bench.entries().map(\.number) == [1, 2, 5, 6])
            _ = try await bench.client.command("FLUSHALL")
            try await store(bench, "a", 7...8)
            #expect(try await bench.drain())
            #expect(try await bench.entries().map(\.number) == [7, 8])
        }
    }

    @Test("the stream was divided anew since: each event goes where its aggregate is now, in order, and once")
    func repartitioned() async throws {
        try await OutboxBench.run { bench in
            let aggregates = (0..<6).map { "order-\($0)" }
            try await bench.outbox.write { db in
                for number in 0..<60 { try bench.outbox.store(OrderPlaced(aggregates[number % 6], number), in: db) }
            }
            let wider = EventDeclaration(
                catalogue: "org.example.orders", type: "order_placed", version: "1.2.0",
                stream: StreamDeclaration(name: "orders", partitions: 5),
                aggregate: AggregateDeclaration(type: "order", history: .none))
            let (client, bus) = try OutboxBench.connect(to: bench.server.url, events: [wider])
            let relay = bench.outbox.relay(over: bus)
            let running = Task { try await relay.run() }
            #expect(try await eventually { try await bench.isDrained() })
            running.cancel()
            _ = await running.result
            await client.close()
            var entries: [OutboxBench.Entry] = []
            for partition in 0..<5 {
                let here = try await bench.entries(of: bench.log(partition))
                #expect(here.allSatisfy { wider.stream.partition(ofAggregate: $0.aggregate) == partition })
                entries += here
            }
            #expect(entries.count == 60 && Set(entries.map(\.number)).count == 60)
            #expect(Self.isInOrder(entries))
        }
    }

    /// Whether nothing of three events is relayed for as long as a few looks of the relay take.
    private func standsBy(_ bench: OutboxBench) async -> Bool {
        let isTouched = await eventually(within: .milliseconds(200)) {
            (try? await bench.outbox.status().waiting) != 3
        }
        return !isTouched
    }

    @Test("of two relays of one file one works; when it ends the other takes over")
    func lock() async throws {
        try await OutboxBench.run { bench in
            var held = RelayLock.take(forOutbox: bench.outbox.path)
            #expect(held != nil)
            #expect(RelayLock.take(forOutbox: bench.outbox.path) == nil)
            #expect(RelayLock.holder(ofOutbox: bench.outbox.path) == getpid())
            try await store(bench, "a", 1...3)
            try await bench.relaying {
                #expect(await standsBy(bench), "a relay that stands by touches nothing")
                held = nil
                let isDrained = try await eventually { try await bench.isDrained() }
                #expect(isDrained)
            }
            #expect(RelayLock.holder(ofOutbox: bench.outbox.path) == nil)
        }
    }

    @Test("a relay begins at once when something is stored")
    func wakes() async throws {
        try await OutboxBench.run { bench in
            // It would look by itself in an hour.
            let relay = OutboxRelay(
                outbox: bench.outbox, transport: bench.bus, backoff: RetryBackoff(), idlePause: .seconds(3_600))
            let running = Task { try await relay.run() }
            for number in 1...5 {
                try await store(bench, "a", number...number)
                #expect(try await eventually { try await bench.isDrained() })
            }
            running.cancel()
            _ = await running.result
        }
    }

    @Test("the status says what waits, since when, why, and who relays")
    func status() async throws {
        try await OutboxBench.run { bench in
            await bench.takeServerAway()
            _ = try await bench.publisher.publish(OrderPlaced("a", 1))
            _ = try await bench.publisher.publish(OrderPlaced("a", 2))
            try await bench.relaying {
                #expect(try await eventually { try await bench.outbox.status().partitions.first?.lastError != nil })
                let status = try await bench.outbox.status()
                #expect(status.waiting == 2 && status.usage == OutboxUsage(events: 2, bytes: 48))
                #expect(status.relay == getpid())
                let partition = try #require(status.partitions.first)
                #expect(partition.partition.description == "orders:\(orders.partition(ofAggregate: "a"))")
                #expect(partition.attempts >= 1 && partition.bytes == 48)
                #expect(partition.oldest == status.oldest)
            }
            try await bench.server.start()
        }
    }

    @Test("Redis goes and comes at any moment: the log has each accepted event once, in order within its aggregate")
    func upAndDown() async throws {
        var random = SeededGenerator("Redis goes and comes")
        try await OutboxBench.run { bench in
            var expected: [String: [String]] = [:]
            let aggregates = (0..<5).map { "order-\($0)" }
            var published = 0
            try await bench.relaying {
                for _ in 0..<12 {
                    let steps = Int.random(in: 1...25, using: &random)
                    let cut = Int.random(in: 0..<steps, using: &random)
                    for step in 0..<steps {
                        if step == cut {
                            if bench.server.processID == nil {
                                try await bench.server.start()
                            } else {
                                bench.server.kill()
                            }
                        }
                        let aggregate = aggregates[Int.random(in: 0..<5, using: &random)]
                        published += 1
                        do throws(PublishError) {
                            let receipt = try await bench.publisher.publish(OrderPlaced(aggregate, published))
                            expected[aggregate, default: []].append(receipt.eventID.description)
                        } catch {
                            // Refused while the server was loading its data, or lost without a trace to go by: not accepted.
                            #expect(error.outcome != .notSent, "\(error)")
                        }
                    }
                }
                try await bench.server.start()
                #expect(try await eventually(within: .seconds(30)) { try await bench.isDrained() })
            }
            let entries = try await bench.entries()
            #expect(entries.count == Set(entries.map(\.id)).count, "nothing twice")
            let log = Dictionary(grouping: entries, by: \.aggregate)
            for (aggregate, ids) in expected {
                let confirmed = Set(ids)
                let found = (log[aggregate] ?? []).map(\.id).filter { confirmed.contains($0) }
                #expect(found == ids, "each accepted event of \(aggregate), in order")
            }
            #expect(try await bench.outbox.status().refused.isEmpty)
        }
    }
}
