import EventBus
import Metrics

/// What is counted of an outbox.
struct OutboxMetrics: Sendable {
    private let factory: any MetricsFactory

    /// - Returns: `nil` where no backend was given.
    init?(_ factory: any MetricsFactory) {
        if factory is NOOPMetricsHandler { return nil }
        self.factory = factory
    }

    /// Events were stored, of these types.
    func stored(_ types: [String]) {
        for (type, events) in Dictionary(grouping: types, by: \.self) { count(.outboxStored, type, by: events.count) }
    }

    /// Events of a stream are in the log now.
    func relayed(_ events: Int, of stream: String) { count(.outboxRelayed, stream, by: events) }

    /// An event of a stream is set aside.
    func refused(_ stream: String) { count(.outboxRefused, stream, by: 1) }

    private func count(_ metric: MetricDescriptor, _ value: String, by amount: Int) {
        guard amount > 0 else { return }
        Counter(label: metric.name, dimensions: metric.dimensions([value]), factory: factory).increment(by: amount)
    }
}
