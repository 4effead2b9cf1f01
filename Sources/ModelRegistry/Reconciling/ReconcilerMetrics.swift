import EventBus
import Metrics

/// Where a reconciler counts.
struct ReconcilerMetrics: Sendable {
    private let factory: any MetricsFactory

    init(_ factory: any MetricsFactory) { self.factory = factory }

    func reconciled(_ outcome: ReconciledOutcome) {
        let metric = MetricDescriptor.reconciled
        Counter(label: metric.name, dimensions: metric.dimensions([outcome.word]), factory: factory).increment()
    }

    func unfinished(_ count: Int) {
        Gauge(label: MetricDescriptor.unfinishedModels.name, factory: factory).record(count)
    }

    func lag(_ time: Duration) {
        Gauge(label: MetricDescriptor.reconcilerLag.name, factory: factory).record(time / .seconds(1))
    }
}
