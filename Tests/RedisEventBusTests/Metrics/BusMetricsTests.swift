import EventBus
import RedisClient
import TestSupport
import Testing

@testable import RedisEventBus

@Suite("What a bus counts, on a real server")
struct BusMetricsTests {
    @Test("published events are counted by type: single ones, batches, and those that were there already")
    func published() async throws {
        try await CountedBus.run { it in
            try await it.bus.publish(ParcelSent(parcel: "a", weight: 1))
            try await it.bus.publish(contentsOf: (0..<10).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            try await it.bus.publish(ParcelDelivered(parcel: "a", signature: "s"))
            try await it.bus.publish(ParcelDelivered(parcel: "a", signature: "s"))
            #expect(it.value(#"eventbus_published_total{event="parcel_sent"}"#) == 11)
            #expect(it.value(#"eventbus_publish_duration_seconds_count{event="parcel_sent"}"#) == 2)
            #expect(it.value(#"eventbus_published_total{event="parcel_delivered"}"#) == 1)
            #expect(it.value(#"eventbus_publish_duplicates_total{event="parcel_delivered"}"#) == 1)
            #expect(it.value(#"eventbus_publish_duplicates_total{event="parcel_sent"}"#) == 0)
        }
    }

    @Test(
        "failures are counted by their code: what the catalogue refuses, what the server refuses, a server that is away"
    )
    func failures() async throws {
        try await CountedBus.run { it in
            try await it.bus.publish(ParcelSent(parcel: "a", weight: 1))
            await #expect(throws: PublishError.self) { try await it.bus.publish(ParcelSent(parcel: "", weight: 1)) }
            try await it.client.command("CONFIG", "SET", "maxmemory", "1")
            await #expect(throws: PublishError.self) {
                try await it.bus.publish(contentsOf: (0..<3).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            }
            let series = { (code: String, outcome: String) in
                "eventbus_publish_failures_total{code=\"\(code)\",event=\"parcel_sent\",outcome=\"\(outcome)\"}"
            }
            #expect(it.value(series("invalid", "rejected")) == 1)
            #expect(it.value(series("OOM", "rejected")) == 3)
            #expect(it.value(#"eventbus_published_total{event="parcel_sent"}"#) == 1)
            await it.client.close()
            await #expect(throws: PublishError.self) { try await it.bus.publish(ParcelSent(parcel: "a", weight: 1)) }
            #expect(it.value(series("closed", "not_sent")) == 1)
        }
    }

    @Test("handled, failed, retried and buried deliveries are counted, and each success once in the indicator")
    func handled() async throws {
        try await CountedBus.run { it in
            try await it.bus.publish(contentsOf: (0..<10).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            var handlers = EventHandlers()
            handlers.on(ParcelSent.self) { event, delivery in
                if event.weight == 1 && delivery.attempt == 1 { throw Refused() }
                if event.weight == 2 { throw Refused() }
                if event.weight == 3 { throw Reject("never") }
            }
            let group = it.bus.consumerGroup(of: parcels, group: "g", consumer: "c", handlers: handlers)
            let running = Task { try await group.run() }
            let labels = #"event="parcel_sent",group="g""#
            let handled = { (outcome: String) in
                it.value("eventbus_handled_total{\(labels),outcome=\"\(outcome)\",stream=\"parcels\"}")
            }
            let isDone = await eventually { handled("done") == 8 && handled("dead_letter") == 2 }
            #expect(isDone)
            #expect(handled("retried") == 3)
            #expect(it.value("eventbus_retries_total{\(labels),stream=\"parcels\"}") == 3)
            let dead = { (reason: String) in
                it.value("eventbus_dead_letters_total{\(labels),reason=\"\(reason)\",stream=\"parcels\"}")
            }
            let isBuried = await eventually { dead("attempts_used_up") == 1 && dead("rejected") == 1 }
            #expect(isBuried)
            #expect(it.value("eventbus_handling_duration_seconds_count{\(labels),stream=\"parcels\"}") == 13)
            #expect(it.value(#"eventbus_in_flight{group="g",stream="parcels"}"#) == 0)
            #expect(it.value(#"eventbus_delivered_total{group="g",stream="parcels"}"#) == 8)
            #expect(it.value(#"eventbus_delivery_delay_seconds_count{group="g",stream="parcels"}"#) == 8)
            #expect(it.value(#"eventbus_redeliveries_total{group="g",stream="parcels"}"#) == 0)
            running.cancel()
            _ = await running.result
        }
    }

    @Test("an event that waited too long is delivered, and not within the target")
    func indicator() async throws {
        try await CountedBus.run { it in
            // Appended ten seconds ago, by its position.
            let old = UInt64(max(0, Timestamp.now.microseconds / 1_000)) - 10_000
            try await it.client.command(
                "XADD", "test:{parcels:0}:log", "\(old)-0", "id", EventID.forTests, "type", "parcel_sent", "version",
                "1.2.0",
                "source", "tests", "time", Timestamp.now.description, "subject", "a", "data",
                #"{"parcel":"a","weight":1}"#)
            try await it.bus.publish(ParcelSent(parcel: "b", weight: 2))
            let running = Task { try await it.bus.router(consumer: "r").run() }
            let delivered = #"{group="router",stream="parcels"}"#
            let isRouted = await eventually { it.value("eventbus_delivered_total\(delivered)") == 2 }
            #expect(isRouted)
            #expect(it.value("eventbus_delivered_within_target_total\(delivered)") == 1)
            running.cancel()
            _ = await running.result
        }
    }

    @Test("routed messages are counted by route and outcome, a route that fails among them")
    func routed() async throws {
        try await CountedBus.run { it in
            try await it.client.command("SET", "parcels:queue", "in the way")
            try await it.bus.publish(contentsOf: (0..<5).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
            let running = Task { try await it.bus.router(consumer: "r").run() }
            let series = { (route: String, outcome: String) in
                "eventbus_routed_total{event=\"parcel_sent\",outcome=\"\(outcome)\",route=\"\(route)\",stream=\"parcels\"}"
            }
            let isRouted = await eventually { it.value(series("parcels:queue:pubsub", "routed")) == 5 }
            #expect(isRouted)
            #expect(it.value(series("parcels:queue", "failed")) == 5)
            #expect(it.value(series("parcels:queue", "routed")) == 0)
            #expect(
                it.value(
                    #"eventbus_dead_letters_total{event="parcel_sent",group="router",reason="route_failed",stream="parcels"}"#
                ) == 5)
            #expect(it.value(#"eventbus_delivered_total{group="router",stream="parcels"}"#) == 0)
            running.cancel()
            _ = await running.result
        }
    }

    @Test("types that the catalogue does not know are one series, however many there are")
    func unknownTypes() async throws {
        try await CountedBus.run { it in
            for number in 0..<20 {
                try await it.client.command(
                    "XADD", "test:{parcels:0}:log", "*", "id", EventID.forTests, "type", "type_\(number)", "version",
                    "1.0.0",
                    "source", "tests", "time", Timestamp.now.description, "subject", "a", "data", "{}")
            }
            let running = Task { try await it.bus.router(consumer: "r").run() }
            let series =
                #"eventbus_dead_letters_total{event="unknown",group="router",reason="unknown_type",stream="parcels"}"#
            let isBuried = await eventually { it.value(series) == 20 }
            #expect(isBuried)
            running.cancel()
            _ = await running.result
        }
    }

    @Test("a connection that was lost and made again is counted, and the breaker shows while it is open")
    func reconnects() async throws {
        try await CountedBus.run { it in
            try await it.bus.publish(ParcelSent(parcel: "a", weight: 1))
            #expect(it.value("eventbus_reconnects_total") == 0)
            #expect(it.value("eventbus_breaker_state") == 0)
            await it.server.stop()
            let isOpen = await eventually { (it.value("eventbus_breaker_state") ?? 0) > 0 }
            #expect(isOpen)
            try await it.server.start()
            let isBack = await eventually {
                _ = try? await it.client.command("PING")
                return it.value("eventbus_reconnects_total") == 1 && it.value("eventbus_breaker_state") == 0
            }
            #expect(isBack)
        }
    }

    @Test("every name that is written is in the table of names")
    func areNamed() async throws {
        try await CountedBus.run { it in
            try await it.bus.publish(ParcelSent(parcel: "a", weight: 1))
            let running = Task { try await it.bus.router(consumer: "r").run() }
            let isRouted = await eventually {
                it.value(#"eventbus_delivered_total{group="router",stream="parcels"}"#) == 1
            }
            #expect(isRouted)
            #expect(it.names.allSatisfy { MetricDescriptor.named($0) != nil })
            #expect(it.names.count > 10)
            running.cancel()
            _ = await running.result
        }
    }
}

extension EventID {
    /// An id as text.
    fileprivate static var forTests: String {
        var source = EventIDSource()
        return source.next(milliseconds: 1_795_000_000_000).description
    }
}
