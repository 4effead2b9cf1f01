import Tracing

/// What carries a trace from one span to the next in an envelope: the attribute `traceparent`, and nothing else.
struct TraceCarrier: Sendable {
    /// W3C trace context; `nil` where there is none, or the tracer speaks another format only.
    var traceParent: String?

    init(traceParent: String?) {
        self.traceParent = traceParent
    }

    /// What a tracer says of a context.
    init(_ context: InstrumentationContext, _ tracer: any Tracer) {
        tracer.inject(context, into: &self, using: Port())
    }

    /// A context with what the tracer reads here.
    func context(_ base: InstrumentationContext, _ tracer: any Tracer) -> InstrumentationContext {
        var context = base
        tracer.extract(self, into: &context, using: Port())
        return context
    }

    private struct Port: Injector, Extractor {
        func inject(_ value: String, forKey key: String, into carrier: inout TraceCarrier) {
            if key.lowercased() == "traceparent" { carrier.traceParent = value }
        }

        func extract(key: String, from carrier: TraceCarrier) -> String? {
            key.lowercased() == "traceparent" ? carrier.traceParent : nil
        }
    }
}
