import EventBus
import InMemoryTracing
import Logging
import RedisClient
import Synchronization
import TestSupport
import Testing
import Tracing

@testable import RedisEventBus

@Suite("Tracing on a real server")
struct TracingTests {
    @Test("one trace leads from the publisher's span over routing and the handler to what the handler publishes")
    func oneTrace() async throws {
        try await TestBus.run { test in
            let tracer = W3CTracer()
            try await Self.traced(test, tracer) { bus in
                let consumer = Self.consumer(of: bus) { event, delivery in
                    if event.weight == 0 { try await delivery.publish(ParcelSent(parcel: "p", weight: 1)) }
                }
                try await tracer.withSpan("request", ofKind: .server) { _ in
                    _ = try await bus.publish(
                        ParcelSent(parcel: "p", weight: 0), context: PublishContext(correlationID: "story"))
                }
                try await Self.running(consumer, bus.router(consumer: "router-1")) {
                    await eventually {
                        tracer.names.count { $0 == "process parcels" } == 2
                            && tracer.names.count { $0 == "route parcels" } == 2
                    }
                }
            }
            let spans = tracer.memory.finishedSpans
            #expect(Set(spans.map(\.traceID)).count == 1)
            let request = try #require(spans.first { $0.operationName == "request" })
            let sends = spans.filter { $0.operationName == "send parcels" }
            let first = try #require(sends.first { $0.parentSpanID == request.spanID })
            let handled = spans.filter { $0.operationName == "process parcels" }
            let handler = try #require(handled.first { $0.parentSpanID == first.spanID })
            let second = try #require(sends.first { $0.parentSpanID == handler.spanID })
            #expect(handled.contains { $0.parentSpanID == second.spanID })
            let routed = spans.filter { $0.operationName == "route parcels" }
            #expect(Set(routed.map(\.parentSpanID)) == [first.spanID, second.spanID])

            #expect(first.kind == .producer && handler.kind == .consumer)
            #expect(first.attributes.get("messaging.system") == "redis")
            #expect(first.attributes.get("messaging.operation.type") == "send")
            #expect(first.attributes.get("messaging.destination.name") == "parcels")
            #expect(first.attributes.get("messaging.message.conversation_id") == "story")
            #expect(handler.attributes.get("messaging.operation.type") == "process")
            #expect(handler.attributes.get("messaging.consumer.group.name") == "g")
            #expect(handler.attributes.get("messaging.message.id") == first.attributes.get("messaging.message.id"))
            #expect(handler.attributes.get("eventbus.event.type") == "parcel_sent")
            #expect(handler.attributes.get("eventbus.attempt") == .int64(1))
            let entries = try await test.entries(of: test.log)
            let carried = entries.map { fields in fields.first { $0.name == "traceparent" }?.value }
            #expect(carried[0] == "00-\(first.traceID)-\(first.spanID)-01")
            #expect(carried[1] == "00-\(second.traceID)-\(second.spanID)-01")
        }
    }

    @Test("a handler's failure stands in the span of its attempt; a batch is one span that says how many")
    func failure() async throws {
        try await TestBus.run { test in
            let tracer = W3CTracer()
            try await Self.traced(test, tracer) { bus in
                let consumer = Self.consumer(of: bus) { event, delivery in
                    if event.weight == 1, delivery.attempt == 1 { throw Reject("no van") }
                }
                try await bus.publish(contentsOf: (0..<3).map { ParcelSent(parcel: "p-\($0)", weight: $0) })
                try await Self.running(consumer) {
                    await eventually { tracer.names.count { $0 == "process parcels" } == 3 }
                }
            }
            let spans = tracer.memory.finishedSpans
            let failed = spans.filter { $0.status?.code == .error }
            #expect(failed.count == 1 && failed.first?.operationName == "process parcels")
            #expect(failed.first?.errors.count == 1 && failed.first?.errors.first?.error is Reject)
            let sends = spans.filter { $0.operationName == "send parcels" }
            #expect(sends.count == 1 && sends.first?.attributes.get("messaging.batch.message_count") == .int64(3))
            #expect(tracer.memory.activeSpans.isEmpty)
        }
    }

    @Test("a refused publish stands in its span; a context that the caller gives is the parent of it")
    func refusal() async throws {
        try await TestBus.run { test in
            let tracer = W3CTracer()
            let given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            try await Self.traced(test, tracer) { bus in
                _ = try await bus.publish(
                    ParcelSent(parcel: "p", weight: 0), context: PublishContext(traceParent: given))
                await #expect(throws: PublishError.self) {
                    try await bus.publish(ParcelSent(parcel: "", weight: 0))
                }
            }
            let spans = tracer.memory.finishedSpans
            #expect(spans[0].traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
            #expect(spans[0].parentSpanID == "00f067aa0ba902b7")
            #expect(spans[1].status?.code == .error && spans[1].traceID != spans[0].traceID)
        }
    }

    @Test("without a tracer the bus traces nothing, and the context that a caller gives stands in the log as it is")
    func untraced() async throws {
        try await TestBus.run { test in
            #expect(test.bus.tracing == nil)
            let given = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            _ = try await test.bus.publish(
                ParcelSent(parcel: "p", weight: 0), context: PublishContext(traceParent: given))
            let entry = try await test.entries(of: test.log)[0]
            #expect(entry.first { $0.name == "traceparent" }?.value == given)
        }
    }

    private static func traced(
        _ test: TestBus, _ tracer: W3CTracer, _ body: (RedisEventBus) async throws -> Void
    ) async throws {
        let client = RedisClient(configuration: try RedisConfiguration(url: test.server.url))
        let bus = RedisEventBus(
            client: client, events: parcelEvents, namespace: "test", source: "tests",
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, tracer: tracer)
        do { try await body(bus) } catch {
            await client.close()
            throw error
        }
        await client.close()
    }

    private static func consumer(
        of bus: RedisEventBus, _ handle: @escaping @Sendable (ParcelSent, Delivery) async throws -> Void
    ) -> ConsumerGroup {
        var handlers = EventHandlers()
        handlers.on(ParcelSent.self, handle)
        return bus.consumerGroup(of: parcels, group: "g", consumer: "c", handlers: handlers)
    }

    private static func running(
        _ consumer: ConsumerGroup, _ router: Router? = nil, until condition: () async throws -> Bool
    ) async throws {
        let tasks =
            [Task { try await consumer.run() }] + (router.map { router in [Task { try await router.run() }] } ?? [])
        let holds: Bool
        do { holds = try await condition() } catch {
            for task in tasks { task.cancel() }
            throw error
        }
        for task in tasks { task.cancel() }
        for task in tasks { _ = await task.result }
        #expect(holds)
    }
}

/// A tracer in memory whose contexts travel as W3C trace context does.
struct W3CTracer: Tracer {
    let memory = InMemoryTracer(
        idGenerator: InMemoryTracer.IDGenerator(
            nextTraceID: { Self.random() + Self.random() }, nextSpanID: { Self.random() }))

    var names: [String] { memory.finishedSpans.map(\.operationName) }

    private static func random() -> String {
        let digits = String(UInt64.random(in: 1 ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    func startSpan<Instant: TracerInstant>(
        _ operationName: String, context: @autoclosure () -> InstrumentationContext, ofKind kind: SpanKind,
        at instant: @autoclosure () -> Instant, function: String, file fileID: String, line: UInt
    ) -> InMemorySpan {
        memory.startSpan(
            operationName, context: context(), ofKind: kind, at: instant(), function: function, file: fileID, line: line
        )
    }

    func forceFlush() {}

    func inject<Carrier, Inject: Injector>(
        _ context: InstrumentationContext, into carrier: inout Carrier, using injector: Inject
    ) where Carrier == Inject.Carrier {
        guard let span = context.inMemorySpanContext else { return }
        injector.inject("00-\(span.traceID)-\(span.spanID)-01", forKey: "traceparent", into: &carrier)
        injector.inject("vendor=1", forKey: "tracestate", into: &carrier)
    }

    func extract<Carrier, Extract: Extractor>(
        _ carrier: Carrier, into context: inout InstrumentationContext, using extractor: Extract
    ) where Carrier == Extract.Carrier {
        guard let text = extractor.extract(key: "traceparent", from: carrier) else { return }
        let parts = text.split(separator: "-")
        context.inMemorySpanContext = InMemorySpanContext(
            traceID: String(parts[1]), spanID: String(parts[2]), parentSpanID: nil)
    }
}
