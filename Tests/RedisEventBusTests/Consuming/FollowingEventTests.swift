import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("Events that follow from an event")
struct FollowingEventTests {
    @Test("what a handler publishes names the event it follows from, the story that it belongs to, and its trace")
    func context() async throws {
        try await TestBus.run { test in
            let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            let bench = ConsumerBench(test: test)
            _ = try await test.bus.publish(
                ParcelSent(parcel: "p", weight: 0), context: PublishContext(traceParent: trace))
            let isDone = try await bench.consuming { event, delivery in
                switch event.weight {
                case 0: try await delivery.publish(ParcelSent(parcel: "p", weight: 1))
                case 1: try await delivery.publish(contentsOf: [2, 3].map { ParcelSent(parcel: "p", weight: $0) })
                default: break
                }
            } until: {
                try await eventually {
                    let count = try await test.entries(of: test.log).count
                    return try await test.pending("g") == 0 && count == 4
                }
            }
            #expect(isDone)
            let entries = try await test.entries(of: test.log).map { fields in
                Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
            }
            let ids = entries.map { $0["id"] }
            #expect(Set(ids).count == 4)
            #expect(entries.map { $0["causationid"] } == [nil, ids[0], ids[1], ids[1]])
            #expect(entries.map { $0["correlationid"] } == [nil, ids[0], ids[0], ids[0]])
            #expect(entries.map { $0["traceparent"] } == [trace, trace, trace, trace])
        }
    }

    @Test("a reader without a publisher says what to do")
    func withoutPublisher() async throws {
        try await TestBus.run { test in
            let errors = Log<String>()
            var bench = ConsumerBench(test: test)
            bench.publishes = false
            try await test.bus.publish(ParcelSent(parcel: "p", weight: 0))
            let isDone = try await bench.consuming { event, delivery in
                let error = await #expect(throws: PublishError.self) { try await delivery.publish(event) }
                errors.add(error?.description ?? "")
            } until: {
                await eventually { errors.count == 1 }
            }
            #expect(isDone)
            #expect(
                errors.all.first?.hasSuffix("was made without a publisher: give it one, or publish through the bus")
                    == true)
        }
    }
}
