package import EventBus
import Tracing

/// The spans of one bus, by OpenTelemetry's conventions for messaging: what was sent, routed and processed.
///
/// There is one only where somebody traces: without a tracer the bus does no work for it at all.
package struct BusTracing: Sendable {
    let tracer: any Tracer

    /// Traces with a tracer, or else with the one that the process was bootstrapped with; `nil` where there is none.
    init?(_ tracer: (any Tracer)?) {
        let tracer = tracer ?? InstrumentationSystem.tracer
        if tracer is NoOpTracer { return nil }
        self.tracer = tracer
    }

    /// Publishes events of one declaration within a span whose context the events carry.
    ///
    /// The span's parent is the trace context that the caller gave, or the current span: that, too, where both are of the
    /// same trace, so that what a handler publishes stands below the handler.
    /// - Parameters:
    ///   - count: How many events there are.
    ///   - append: Appends them, with the context that they are to have.
    ///   - receipts: The receipts within the result.
    package func publish<Result>(
        _ declaration: EventDeclaration, count: Int, _ context: PublishContext,
        _ append: (PublishContext) async throws(PublishError) -> Result, receipts: (Result) -> [PublishReceipt]
    ) async throws(PublishError) -> Result {
        let span = tracer.startSpan(
            "send \(declaration.stream.name)", context: parent(of: context), ofKind: .producer)
        defer { span.end() }
        span.attributes.describe(.send, "publish", stream: declaration.stream.name)
        span.attributes["eventbus.event.type"] = declaration.type
        span.attributes["messaging.message.conversation_id"] = context.correlationID
        if count != 1 { span.attributes["messaging.batch.message_count"] = count }
        var context = context
        if let own = TraceCarrier(span.context, tracer).traceParent { context.traceParent = own }
        do throws(PublishError) {
            let result = try await append(context)
            if count == 1, let receipt = receipts(result).first {
                span.attributes["messaging.message.id"] = receipt.eventID.description
                span.attributes["messaging.destination.partition.id"] = String(receipt.partition)
            }
            return result
        } catch {
            span.fail(error)
            throw error
        }
    }

    /// Publishes events that each have a context of their own within one span. Those that bring another trace than the
    /// current one keep it; the others carry the span's.
    ///
    /// - Parameter append: Appends them, with the contexts that they are to have.
    package func publish(
        _ events: [DeclaredEvent], of declaration: EventDeclaration,
        _ append: ([DeclaredEvent]) async throws(PublishError) -> [PublishReceipt]
    ) async throws(PublishError) -> [PublishReceipt] {
        if events.count == 1, let event = events.first {
            return try await publish(declaration, count: 1, event.context) { (context) throws(PublishError) in
                var event = event
                event.context = context
                return try await append([event])
            } receipts: {
                $0
            }
        }
        return try await publish(declaration, count: events.count, PublishContext()) {
            (context) throws(PublishError) in
            let own = context.traceParent.flatMap { TraceParent($0) }
            var events = events
            for index in events.indices {
                let given = events[index].context.traceParent.flatMap { TraceParent($0) }
                if given == nil || given?.traceID == own?.traceID {
                    events[index].context.traceParent = context.traceParent
                }
            }
            return try await append(events)
        } receipts: {
            $0
        }
    }

    /// Runs a handler within a span whose parent is the event's own trace context.
    ///
    /// - Throws: What the handler throws; the span says so, unless the handler only asked for a pause.
    func handle(_ delivery: Delivery, _ run: (Delivery) async throws -> Void) async throws {
        let span = tracer.startSpan(
            "process \(delivery.reader.stream)", context: context(of: delivery.record), ofKind: .consumer)
        defer { span.end() }
        span.attributes.describe(.process, "handle", stream: delivery.reader.stream)
        span.attributes.describe(delivery.record, at: delivery.position, delivery.reader)
        span.attributes["eventbus.attempt"] = delivery.attempt
        do {
            try await InstrumentationContext.withValue(span.context) { try await run(delivery) }
        } catch {
            if error is Postpone { span.addEvent("postponed") } else { span.fail(error) }
            throw error
        }
    }

    /// Begins a span for each event of a batch that is about to be routed; its parent is the event's own trace context.
    func beginRouting(_ entries: [LogEntry], _ reader: Delivery.Reader) -> [(position: StreamPosition, span: any Span)]
    {
        entries.compactMap { entry in
            guard case .event(let record) = entry.content else { return nil }
            let span = tracer.startSpan("route \(reader.stream)", context: context(of: record), ofKind: .producer)
            span.attributes.describe(.send, "route", stream: reader.stream)
            span.attributes.describe(record, at: entry.position, reader)
            return (entry.position, span)
        }
    }

    /// The context that a new span belongs to.
    private func parent(of context: PublishContext) -> InstrumentationContext {
        let current = InstrumentationContext.current ?? .topLevel
        guard let given = context.traceParent.flatMap({ TraceParent($0) }) else { return current }
        let own = TraceCarrier(current, tracer).traceParent.flatMap { TraceParent($0) }
        if own?.traceID == given.traceID { return current }
        return TraceCarrier(traceParent: given.description).context(current, tracer)
    }

    /// The context that an event brought with it.
    private func context(of record: EventRecord) -> InstrumentationContext {
        guard let text = record.text(of: \.traceParent), let parent = TraceParent(text) else { return .topLevel }
        return TraceCarrier(traceParent: parent.description).context(.topLevel, tracer)
    }
}

extension Span {
    /// Says that what the span covers has failed.
    func fail(_ error: any Error) {
        recordError(error)
        attributes["error.type"] = "\(type(of: error))"
        setStatus(SpanStatus(code: .error, message: "\(error)"))
    }
}
