import EventBus
import EventBusTesting
import Testing

/// How a service tests its handlers: the example of the documentation.
@Suite("A service's test of its handlers")
struct HandlerTestExample {
    @Test("a parcel is announced once the carrier answers; one that no carrier takes ends as a dead letter")
    func retriesAndDeadLetters() async throws {
        let clock = TestClock()
        let bus = InMemoryEventBus(events: parcelEvents, clock: clock)
        let carrier = Seen()
        var handlers = EventHandlers()
        handlers.on(ParcelSent.self) { event, delivery in
            carrier.add("\(event.content.parcel)/\(delivery.attempt)")
            if event.content.parcel == "lost" || delivery.attempt < 3 { throw Refused() }
        }
        bus.consume(parcels, group: "ledger", consumer: "ledger-1", handlers: handlers)

        // Published: the handler has failed, and the event waits for its second attempt.
        try await bus.publish(ParcelSent("late"))
        try await bus.drain()
        #expect(carrier.all == ["late/1"])

        // The pauses of two retries pass in no time.
        await clock.advance(by: .seconds(3))
        #expect(carrier.all == ["late/1", "late/2", "late/3"])
        #expect(bus.isFinished(group: "ledger", of: parcels))

        // Three attempts are all that the catalogue allows.
        try await bus.publish(ParcelSent("lost"))
        await clock.advance(by: .seconds(3))
        let letters = bus.deadLetters(group: "ledger")
        #expect(letters.map(\.attempts) == [3] && letters.first?.reason == .attemptsUsedUp)

        // What the router put where other services look for it.
        #expect(bus.list("parcels:queue").count == 2)
        #expect(bus.channel("parcels:events").map(\.text).first == #"{"parcel":"late","weight":1}"#)
    }
}
