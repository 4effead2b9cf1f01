import EventBus
import Synchronization
import Testing

@testable import EventBusTesting

@Suite("The bus in memory")
struct InMemoryEventBusTests {
    private let clock = TestClock()
    private let bus: InMemoryEventBus

    init() {
        bus = InMemoryEventBus(events: parcelEvents, clock: clock)
    }

    /// Handlers that note what they see and then do as told.
    private func handlers(
        noting seen: Seen, _ body: @escaping @Sendable (Parcel, Delivery) async throws -> Void = { _, _ in }
    ) -> EventHandlers {
        var handlers = EventHandlers()
        let handle: @Sendable (Parcel, Delivery) async throws -> Void = { parcel, delivery in
            seen.add("\(parcel.parcel)\(parcel.weight)/\(delivery.attempt)")
            try await body(parcel, delivery)
        }
        handlers.on(ParcelSent.self) { try await handle($0.content, $1) }
        handlers.on(ParcelWeighed.self) { try await handle($0.content, $1) }
        return handlers
    }

    private func hasBegunToStop() async {
        while bus.state.withLock({ $0.groups[0].members[0].standing == .live }) { await Task.yield() }
    }

    @Test("an event is refused at publish with the same error as by a server, and nothing is in the log")
    func refusesInvalid() async throws {
        let error = await #expect(throws: PublishError.self) {
            try await bus.publish(contentsOf: [ParcelSent("a"), ParcelSent("")])
        }
        #expect(error?.outcome == .rejected)
        #expect(error?.message.hasPrefix("parcel_sent (number 1 of the batch): $.parcel: ") == true)
        #expect(bus.published(ParcelSent.self).isEmpty && bus.list("parcels:queue").isEmpty)
    }

    @Test("a handler gets the attributes as from a server, and lists and channels the declared wire")
    func envelope() async throws {
        let found = Mutex<EventEnvelope?>(nil)
        var handlers = EventHandlers()
        handlers.on(ParcelSent.self) { _, delivery in
            let envelope = try delivery.envelope()
            found.withLock { $0 = envelope }
        }
        bus.consume(parcels, group: "ledger", consumer: "c", handlers: handlers)
        let context = PublishContext(correlationID: "story", causationID: "cause", traceParent: "00-1-2-01")
        let receipt = try await bus.publish(ParcelSent("a"), context: context)
        try await bus.drain()
        let envelope = try #require(found.withLock { $0 })
        #expect(envelope.id == receipt.eventID && envelope.subject == "a" && envelope.version == "1.2.0")
        #expect(envelope.correlationID == "story" && envelope.causationID == "cause")
        #expect(envelope.traceParent == "00-1-2-01" && envelope.source == "/test")
        #expect(bus.list("parcels:queue")[0].text.hasPrefix(#"{"message_id":"\#(receipt.eventID)","message_type":"#))
        #expect(bus.take(fromList: "parcels:queue")?.record.subject == "a" && bus.list("parcels:queue").isEmpty)
    }

    @Test("a retry holds its own aggregate, in order, and no other")
    func retryHoldsLane() async throws {
        let seen = Seen()
        bus.consume(
            parcels, group: "ledger", consumer: "c",
            handlers: handlers(noting: seen) { parcel, delivery in
                if parcel == Parcel(parcel: "a", weight: 1), delivery.attempt < 3 { throw Refused() }
            })
        try await bus.publish(contentsOf: [ParcelSent("a", 1), ParcelSent("a", 2), ParcelSent("b", 1)])
        try await bus.drain()
        #expect(seen.all == ["a1/1", "b1/1"])
        #expect(bus.pending(group: "ledger", of: parcels)[0].count == 2)
        await clock.advance(by: .seconds(3))
        #expect(seen.all == ["a1/1", "b1/1", "a1/2", "a1/3", "a2/1"])
    }

    @Test("a million virtual seconds take no time, and the clock stops at each pause on the way")
    func advancesStepwise() async throws {
        let times = Mutex<[Duration]>([])
        let begun = clock.now
        var handlers = EventHandlers()
        handlers.on(ParcelSent.self) { [clock] _, _ in
            times.withLock { $0.append(begun.duration(to: clock.now)) }
            throw Refused()
        }
        bus.consume(parcels, group: "ledger", consumer: "c", handlers: handlers)
        try await bus.publish(ParcelSent("a"))
        await clock.advance(by: .seconds(1_000_000))
        let made = times.withLock { $0 }
        #expect(made.count == 3 && made[1] <= .seconds(1) && made[2] - made[1] <= .seconds(2))
        #expect(clock.now == begun.advanced(by: .seconds(1_000_000)))
    }

    @Test("two buses with one seed make the same pauses")
    func seeded() async throws {
        func pauses() async throws -> [Duration] {
            let clock = TestClock()
            let bus = InMemoryEventBus(events: parcelEvents, seed: 7, clock: clock)
            let times = Mutex<[Duration]>([])
            var handlers = EventHandlers()
            handlers.on(ParcelSent.self) { _, _ in
                times.withLock { $0.append(clock.now.sinceStart) }
                throw Refused()
            }
            bus.consume(parcels, group: "ledger", consumer: "c", handlers: handlers)
            try await bus.publish(ParcelSent("a"))
            await clock.advance(by: .seconds(10))
            return times.withLock { $0 }
        }
        let first = try await pauses()
        #expect(try await pauses() == first)
        #expect(first.count == 3)
    }

    @Test("a consumer that crashed keeps what it had until its lease runs out; only what it ran is charged")
    func crash() async throws {
        let seen = Seen()
        let first = bus.consume(
            parcels, group: "ledger", consumer: "a",
            handlers: handlers(noting: seen) { [clock] _, _ in try await clock.sleep(for: .seconds(100)) })
        try await bus.publish(contentsOf: [ParcelSent("x", 1), ParcelSent("x", 2)])
        try await bus.drain()
        first.crash()
        bus.consume(parcels, group: "ledger", consumer: "b", handlers: handlers(noting: seen))
        await clock.advance(by: .seconds(2))
        #expect(seen.all == ["x1/1"])
        #expect(bus.pending(group: "ledger", of: parcels)[0].count == 1)
        await clock.advance(by: .seconds(1))
        #expect(seen.all == ["x1/1", "x1/2", "x2/1"])
        #expect(bus.isFinished(group: "ledger", of: parcels))
    }

    @Test("competing consumers share deliveries, and those of one that crashed go to another after the time-out")
    func competing() async throws {
        let seen = Seen()
        let slow = handlers(noting: seen) { [clock] _, _ in try await clock.sleep(for: .seconds(5)) }
        let first = bus.consume(parcels, group: "couriers", consumer: "a", handlers: slow)
        bus.consume(parcels, group: "couriers", consumer: "b", handlers: slow)
        try await bus.publish(contentsOf: [ParcelSent("x", 1), ParcelSent("x", 2)])
        try await bus.drain()
        #expect(seen.all.sorted() == ["x1/1", "x2/1"])
        first.crash()
        await clock.advance(by: .seconds(9))
        #expect(seen.all.count == 2)
        await clock.advance(by: .seconds(6))
        #expect(seen.all.sorted() == ["x1/1", "x1/2", "x2/1"])
    }

    @Test("an event whose consumer dies in every attempt ends as a dead letter")
    func killer() async throws {
        for round in 1...3 {
            let consumer = bus.consume(
                parcels, group: "ledger", consumer: "c\(round)",
                handlers: handlers(noting: Seen()) { [clock] _, _ in try await clock.sleep(for: .seconds(100)) })
            if round == 1 { try await bus.publish(ParcelSent("x")) }
            try await bus.drain()
            consumer.crash()
            await clock.advance(by: .seconds(3))
        }
        let letters = bus.deadLetters(group: "ledger")
        #expect(letters.map(\.reason) == [.consumerDied])
        #expect(letters.first?.error == "its consumer died in each of 3 attempts")
    }

    @Test("a stop lets the running handler finish and hands back the rest, uncharged")
    func gracefulStop() async throws {
        let seen = Seen()
        let first = bus.consume(
            parcels, group: "ledger", consumer: "a",
            handlers: handlers(noting: seen) { [clock] _, _ in try await clock.sleep(for: .seconds(1)) })
        try await bus.publish(contentsOf: [ParcelSent("x", 1), ParcelSent("x", 2)])
        try await bus.drain()
        let stopping = Task { await first.stop() }
        await hasBegunToStop()
        await clock.advance(by: .seconds(1))
        await stopping.value
        #expect(seen.all == ["x1/1"])
        bus.consume(parcels, group: "ledger", consumer: "b", handlers: handlers(noting: seen))
        try await bus.drain()
        #expect(seen.all == ["x1/1", "x2/1"])
    }

    @Test("a handler that takes longer than a stop waits is cancelled, and its delivery is not charged")
    func stopCancels() async throws {
        let seen = Seen()
        let first = bus.consume(
            parcels, group: "ledger", consumer: "a", limits: InMemoryConsumerLimits(drain: .seconds(2)),
            handlers: handlers(noting: seen) { [clock] _, _ in try await clock.sleep(for: .seconds(100)) })
        try await bus.publish(ParcelSent("x"))
        try await bus.drain()
        let stopping = Task { await first.stop() }
        await hasBegunToStop()
        await clock.advance(by: .seconds(2))
        await stopping.value
        bus.consume(parcels, group: "ledger", consumer: "b", handlers: handlers(noting: seen))
        try await bus.drain()
        #expect(seen.all == ["x1/1", "x1/1"])
    }

    @Test("Reject is a dead letter at once, Postpone comes again uncharged, a time-out is a failed attempt")
    func outcomes() async throws {
        let seen = Seen()
        bus.consume(
            parcels, group: "ledger", consumer: "c", limits: InMemoryConsumerLimits(handlerTimeout: .seconds(5)),
            handlers: handlers(noting: seen) { [clock] parcel, delivery in
                switch parcel.parcel {
                case "bad": throw Reject("no such address")
                case "early" where seen.all.count < 3: throw Postpone(for: .seconds(60))
                case "slow" where delivery.attempt == 1: try await clock.sleep(for: .seconds(50))
                default: break
                }
            })
        try await bus.publish(contentsOf: [ParcelSent("bad"), ParcelSent("early")])
        try await bus.drain()
        #expect(bus.deadLetters(group: "ledger").map(\.error) == ["no such address"])
        #expect(bus.deadLetters(group: "ledger").map(\.reason) == [.rejected])
        try await bus.publish(ParcelSent("slow"))
        await clock.advance(by: .seconds(59))
        #expect(seen.all == ["bad1/1", "early1/1", "slow1/1", "slow1/2"])
        await clock.advance(by: .seconds(1))
        #expect(seen.all.last == "early1/1" && bus.isFinished(group: "ledger", of: parcels))
    }

    @Test("a handler that does not heed its cancellation is left behind, and its neighbours go on")
    func hangingHandler() async throws {
        let seen = Seen()
        bus.consume(
            parcels, group: "ledger", consumer: "c", limits: InMemoryConsumerLimits(handlerTimeout: .seconds(5)),
            handlers: handlers(noting: seen) { [clock] parcel, delivery in
                guard parcel.parcel == "hangs", delivery.attempt == 1 else { return }
                await Task { try? await clock.sleep(for: .seconds(1_000)) }.value
            })
        try await bus.publish(contentsOf: [ParcelSent("hangs"), ParcelSent("fine")])
        await clock.advance(by: .seconds(9))
        #expect(seen.all == ["hangs1/1"])
        await clock.advance(by: .seconds(10))
        #expect(seen.all == ["hangs1/1", "fine1/1", "hangs1/2"])
        await clock.advance(by: .seconds(1_000))
        #expect(seen.all.count == 3 && bus.isFinished(group: "ledger", of: parcels))
    }

    @Test("drain says which handler still runs")
    func drainTimeout() async throws {
        let gate = AsyncStream.makeStream(of: Void.self)
        bus.consume(
            parcels, group: "ledger", consumer: "c",
            handlers: handlers(noting: Seen()) { _, _ in for await _ in gate.stream {} })
        let receipt = try await bus.publish(ParcelSent("x"))
        let error = await #expect(throws: DrainTimeout.self) { try await bus.drain(within: .milliseconds(20)) }
        let position = try #require(receipt.position)
        #expect(error?.running == ["ledger: \(position), attempt 1"])
        gate.continuation.finish()
        try await bus.drain()
        #expect(bus.isFinished(group: "ledger", of: parcels))
    }

    @Test("behind a dead letter the aggregate waits, in order, until it is redriven or discarded")
    func holds() async throws {
        let seen = Seen()
        let isMended = Mutex(false)
        bus.consume(
            heldParcels, group: "g", consumer: "c",
            handlers: handlers(noting: seen) { parcel, _ in
                if parcel.weight == 1, !isMended.withLock({ $0 }) { throw Refused() }
            })
        try await bus.publish(contentsOf: [ParcelWeighed("a", 1), ParcelWeighed("a", 2), ParcelWeighed("b", 2)])
        try await bus.publish(contentsOf: [ParcelWeighed("c", 1), ParcelWeighed("c", 2)])
        try await bus.drain()
        #expect(seen.all == ["a1/1", "b2/1", "c1/1"])
        isMended.withLock { $0 = true }
        let letters = bus.deadLetters(group: "g")
        #expect(bus.redrive(letters[0]) && !bus.redrive(letters[0]))
        try await bus.drain()
        #expect(seen.all.suffix(2) == ["a1/1", "a2/1"])
        #expect(bus.discard(letters[1]))
        try await bus.drain()
        #expect(seen.all.last == "c2/1" && bus.deadLetters(group: "g").isEmpty)
    }

    @Test("an idempotency key answers the first receipt within its window, and versions count from 1")
    func idempotency() async throws {
        let first = try await bus.publish(ParcelDelivered("a", 1))
        let second = try await bus.publish(ParcelDelivered("a", 2))
        #expect(second.outcome == .duplicate && second.position == first.position && second.version == 1)
        #expect(second.eventID == first.eventID)
        await clock.advance(by: .seconds(60))
        let third = try await bus.publish(ParcelDelivered("a", 3))
        #expect(third.outcome == .appended && third.version == 2)
        #expect(bus.published(ParcelDelivered.self).map(\.content.weight) == [1, 3])
    }

    @Test("a publish that is to fail fails once, with or without the event in the log")
    func plannedFailure() async throws {
        bus.failNextPublish(with: PublishError(.notSent, "down"))
        bus.failNextPublish(with: PublishError(.outcomeUnknown, "cut"), .appends)
        let first = await #expect(throws: PublishError.self) { try await bus.publish(ParcelSent("a")) }
        let second = await #expect(throws: PublishError.self) { try await bus.publish(ParcelSent("b")) }
        try await bus.publish(ParcelSent("c"))
        #expect(first?.outcome == .notSent && second?.outcome == .outcomeUnknown)
        #expect(bus.published(ParcelSent.self).map(\.content.parcel) == ["b", "c"])
    }

    @Test("junk, unknown types and wrong JSON are dead letters with their bytes; the group goes on")
    func poison() async throws {
        let seen = Seen()
        bus.consume(parcels, group: "ledger", consumer: "c", handlers: handlers(noting: seen))
        let id = Array("0190a5b0-0000-7000-8000-000000000000".utf8)
        bus.appendUnchecked([("hello", [1, 255])], to: parcels)
        bus.appendUnchecked([("id", id), ("type", Array("no_such".utf8)), ("data", Array("{}".utf8))], to: parcels)
        bus.appendUnchecked([("id", id), ("type", Array("parcel_sent".utf8)), ("data", [0xff, 0x7b])], to: parcels)
        try await bus.publish(ParcelSent("fine"))
        try await bus.drain()
        #expect(seen.all == ["fine1/1"])
        let letters = bus.deadLetters(group: "ledger")
        #expect(letters.map(\.reason) == [.malformed, .unknownType, .undecodable])
        #expect(letters.map(\.bytes) == [[1, 255], Array("{}".utf8), [0xff, 0x7b]])
    }

    @Test("a paused group starts nothing, and goes on where it was")
    func pauses() async throws {
        let seen = Seen()
        bus.pause(group: "ledger", of: parcels)
        bus.consume(parcels, group: "ledger", consumer: "c", handlers: handlers(noting: seen))
        try await bus.publish(ParcelSent("a"))
        await clock.advance(by: .seconds(100))
        #expect(seen.all.isEmpty)
        bus.resume(group: "ledger", of: parcels)
        try await bus.drain()
        #expect(seen.all == ["a1/1"])
    }

    @Test("subscribers see every event from where they began, and go on behind a cursor")
    func subscribes() async throws {
        try await bus.publish(ParcelSent("a"))
        await clock.advance(by: .seconds(10))
        let now = bus.subscribe(to: parcels)
        let receipt = try await bus.publish(ParcelSent("b"))
        try await bus.publish(ParcelSent("c"))
        func read(_ subscription: InMemorySubscription, _ count: Int) async -> [InMemorySubscription.Element] {
            var found: [InMemorySubscription.Element] = []
            for await element in subscription {
                found.append(element)
                if found.count == count { break }
            }
            return found
        }
        #expect(await read(now, 2).map(\.record.subject) == ["b", "c"])
        let all = await read(bus.subscribe(to: parcels, from: .beginning), 3)
        #expect(all.map(\.record.subject) == ["a", "b", "c"])
        #expect(await read(bus.subscribe(to: parcels, from: .after(all[0].cursor)), 1)[0].record.subject == "b")
        let moment = Timestamp(microseconds: Int64(try #require(receipt.position).milliseconds) * 1_000)
        #expect(await read(bus.subscribe(to: parcels, from: .time(moment)), 1)[0].record.subject == "b")
        let waiting = Task { await read(bus.subscribe(to: parcels), 1) }
        waiting.cancel()
        #expect(await waiting.value.isEmpty)
    }

    @Test("on a clock that goes by itself retries come by themselves")
    func continuousClock() async throws {
        let stream = StreamDeclaration(
            name: "parcels",
            delivery: DeliveryPolicy(attempts: 3, backoff: RetryBackoff(base: .milliseconds(2), max: .milliseconds(5))))
        let bus = InMemoryEventBus(events: parcelEvents, clock: ContinuousClock())
        let (attempts, attempt) = AsyncStream.makeStream(of: Int.self)
        var handlers = EventHandlers()
        handlers.on(ParcelSent.self) { _, delivery in
            attempt.yield(delivery.attempt)
            if delivery.attempt < 3 { throw Refused() }
            attempt.finish()
        }
        bus.consume(stream, group: "ledger", consumer: "c", handlers: handlers)
        try await bus.publish(ParcelSent("a"))
        var made: [Int] = []
        for await number in attempts { made.append(number) }
        #expect(made == [1, 2, 3])
        try await bus.drain()
        #expect(bus.isFinished(group: "ledger", of: stream))
    }
}
