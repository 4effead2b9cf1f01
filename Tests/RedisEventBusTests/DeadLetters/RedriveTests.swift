import EventBus
import RedisClient
import Synchronization
import TestSupport
import Testing

@testable import RedisEventBus

/// Dead letters and the consumers that wrote them, together.
@Suite("Redriven deliveries")
struct RedriveTests {
    private static let actor = DeadLetterActor("ada@depot")

    /// What handlers were given, and which parcels they refuse.
    private final class Depot: Sendable {
        private let state = Mutex<(handled: [String], broken: Set<String>)>(([], []))

        init(broken: Set<String>) { state.withLock { $0.broken = broken } }

        func mend() { state.withLock { $0.broken = [] } }

        var handled: [String] { state.withLock { $0.handled } }

        func handle(_ event: ParcelSent, _ delivery: Delivery) throws {
            try state.withLock { state in
                let name = "\(event.parcel)/\(event.weight)#\(delivery.attempt)"
                if state.broken.contains("\(event.parcel)/\(event.weight)") { throw Reject("no van for \(name)") }
                state.handled.append(name)
            }
        }
    }

    private static func consumer(_ test: TestBus, _ depot: Depot, stream: StreamDeclaration = parcels) -> ConsumerGroup
    {
        var handlers = EventHandlers()
        handlers.on(ParcelSent.self) { event, delivery in try depot.handle(event, delivery) }
        return test.bus.consumerGroup(of: stream, group: "g", consumer: "c", handlers: handlers)
    }

    private static func letters(_ test: TestBus) async throws -> [DeadLetter] {
        var letters: [DeadLetter] = []
        for try await letter in test.bus.deadLetters(of: parcels).letters() { letters.append(letter) }
        return letters
    }

    @Test("a redriven event is handled as at first; one that fails again is a dead letter again")
    func again() async throws {
        try await TestBus.run { test in
            let depot = Depot(broken: ["p/1"])
            let consumer = Self.consumer(test, depot)
            let running = Task { try await consumer.run() }
            try await test.bus.publish(contentsOf: (0..<3).map { ParcelSent(parcel: "p", weight: $0) })
            #expect(try await eventually { try await Self.letters(test).count == 1 && depot.handled.count == 2 })
            let first = try #require(await Self.letters(test).first)
            #expect(first.reason == "rejected" && first.group == "g")
            #expect(try await test.bus.deadLetters(of: parcels).redrive(first, by: Self.actor))
            #expect(try await eventually { try await Self.letters(test).first.map { $0.id != first.id } == true })
            depot.mend()
            let second = try #require(await Self.letters(test).first)
            #expect(second.position == first.position)
            #expect(try await test.bus.deadLetters(of: parcels).redrive(second, by: Self.actor))
            #expect(await eventually { depot.handled == ["p/0#1", "p/2#1", "p/1#1"] })
            #expect(try await eventually { try await test.pending("g") == 0 })
            #expect(try await Self.letters(test).isEmpty)
            running.cancel()
            try await running.value
        }
    }

    @Test(
        "hold_aggregate: what comes behind a dead letter waits for it, in order, and other aggregates do not",
        arguments: [true, false])
    func hold(isRedrive: Bool) async throws {
        try await TestBus.run { test in
            let stream = StreamDeclaration(
                name: parcels.name,
                delivery: DeliveryPolicy(
                    attempts: 3, backoff: parcels.delivery.backoff, ackTimeout: .seconds(1),
                    afterDeadLetter: .holdAggregate))
            let depot = Depot(broken: ["p/1"])
            let consumer = Self.consumer(test, depot, stream: stream)
            let running = Task { try await consumer.run() }
            try await test.bus.publish(contentsOf: (0..<5).map { ParcelSent(parcel: "p", weight: $0) })
            try await test.bus.publish(ParcelSent(parcel: "q", weight: 0))
            #expect(await eventually { Set(depot.handled) == ["p/0#1", "q/0#1"] })
            #expect(try await eventually { try await Self.letters(test).count == 1 })
            let letter = try #require(await Self.letters(test).first)
            depot.mend()
            let letters = test.bus.deadLetters(of: stream)
            if isRedrive {
                #expect(try await letters.redrive(letter, by: Self.actor))
            } else {
                #expect(try await letters.discard(letter, by: Self.actor))
            }
            let rest = isRedrive ? ["p/1", "p/2", "p/3", "p/4"] : ["p/2", "p/3", "p/4"]
            #expect(
                await eventually {
                    depot.handled.filter { $0.hasPrefix("p/") }.dropFirst().map { String($0.prefix(3)) } == rest
                })
            #expect(try await eventually { try await test.pending("g") == 0 })
            #expect(try await test.client.command("EXISTS", "test:{parcels:0}:held:g").integer == 0)
            running.cancel()
            try await running.value
        }
    }
}
