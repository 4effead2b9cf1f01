import EventBus
import Metrics
import RedisClient
import Synchronization

/// Where a bus counts what it does. There is none where nothing listens, so that nothing is paid for it.
final class BusMetrics: Sendable {
    let factory: any MetricsFactory
    /// Within what time of its append an entry should be handled.
    let target: Duration
    private let publishing = Mutex<[ObjectIdentifier: PublishMetrics]>([:])

    /// - Returns: `nil` where no backend was given.
    init?(_ factory: any MetricsFactory, target: Duration) {
        if factory is NOOPMetricsHandler { return nil }
        self.factory = factory
        self.target = target
    }

    /// The metrics of one type of event; made once.
    func publishing(of declaration: EventDeclaration) -> PublishMetrics {
        publishing.withLock { known in
            if let metrics = known[ObjectIdentifier(declaration)] { return metrics }
            let metrics = PublishMetrics(of: declaration.type, self)
            known[ObjectIdentifier(declaration)] = metrics
            return metrics
        }
    }

    /// Follows the connection: how often it was replaced, and what its circuit breaker lets through.
    func follow(_ client: RedisClient) {
        let reconnects = counter(.reconnects)
        let breaker = gauge(.breakerState)
        let seen = Atomic<Int>(0)
        client.onConnectionChange { health in
            let before = seen.exchange(health.reconnects, ordering: .relaxed)
            if health.reconnects > before { reconnects.increment(by: health.reconnects - before) }
            breaker.record(health.breaker.gaugeValue)
        }
    }

    /// A log is not what was read of it.
    func logLost(_ stream: String) { count(.logLosses, stream) }

    /// Counts what is rare: the series is looked up each time.
    func count(_ metric: MetricDescriptor, _ values: String..., by amount: Int = 1) {
        guard amount > 0 else { return }
        Counter(label: metric.name, dimensions: metric.dimensions(values), factory: factory).increment(by: amount)
    }

    func counter(_ metric: MetricDescriptor, _ values: String...) -> Counter {
        Counter(label: metric.name, dimensions: metric.dimensions(values), factory: factory)
    }

    func gauge(_ metric: MetricDescriptor, _ values: String...) -> Gauge {
        Gauge(label: metric.name, dimensions: metric.dimensions(values), factory: factory)
    }

    func meter(_ metric: MetricDescriptor, _ values: String...) -> Meter {
        Meter(label: metric.name, dimensions: metric.dimensions(values), factory: factory)
    }

    func timer(_ metric: MetricDescriptor, _ values: String...) -> Timer {
        Timer(label: metric.name, dimensions: metric.dimensions(values), factory: factory)
    }
}

extension RedisHealth.Breaker {
    /// As `eventbus_breaker_state` shows it.
    fileprivate var gaugeValue: Int {
        switch self {
        case .closed: 0
        case .halfOpen: 1
        case .open: 2
        }
    }
}
