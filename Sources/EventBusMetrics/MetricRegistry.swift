package import CoreMetrics
import EventBus
import Synchronization

/// The metrics of one process, kept in memory: a backend of swift-metrics, from which ``prometheusText()`` is written.
///
/// Give it to `RedisEventBus(metrics:)`, or make it the backend of the whole process by `MetricsSystem.bootstrap(_:)`. A metric of
/// `MetricDescriptor` has its kind, bounds and meaning from there. Others are taken as they come: names that Prometheus does not
/// allow are changed, counters end in `_total`, timers become histograms in seconds.
///
/// How many series there can be is bounded by ``MetricLimits``: beyond that, what is recorded goes nowhere, and
/// `eventbus_metrics_refused_series_total` says so.
package final class MetricRegistry: MetricsFactory {
    private struct State {
        var families: [String: MetricFamily] = [:]
        var count = 0
        /// The names of the families in the order in which they are written; `nil` when one came or went.
        var order: [String]?
    }

    private let limits: MetricLimits
    private let state = Mutex(State())
    private let refused: CounterSeries

    /// Makes an empty registry.
    package init(limits: MetricLimits = MetricLimits()) {
        self.limits = limits
        let shape = MetricShape(MetricDescriptor.refusedSeries)
        refused = CounterSeries(shape, MetricLabels([]))
        state.withLock { [refused] state in
            var family = MetricFamily(shape)
            family.insert(refused)
            state.families[shape.name] = family
        }
    }

    /// How many series are kept.
    package var seriesCount: Int { state.withLock { $0.count } }

    /// Everything in Prometheus' text format 0.0.4: families by name, series by their labels.
    package func prometheusText() -> [UInt8] {
        let families = state.withLock { state in
            let order = state.order ?? state.families.keys.sorted()
            state.order = order
            for name in order { state.families[name]?.sort() }
            return order.compactMap { state.families[$0] }
        }
        var text = PrometheusText()
        for family in families { text.family(family) }
        return text.bytes
    }

    // MARK: Series

    /// The series of a metric with some labels, made where there is none.
    ///
    /// - Returns: `nil` where there is no room for another, or the name is taken by a metric of another kind.
    private func series<Wanted: MetricSeries>(
        _ shape: MetricShape, _ dimensions: [(String, String)], _ make: (MetricShape, MetricLabels) -> Wanted
    ) -> Wanted? {
        let labels = MetricLabels(dimensions, isHistogram: shape.isHistogram, maximumBytes: limits.labelBytes)
        return state.withLock { state in
            if let family = state.families[shape.name] {
                if let found = family.series(labels) {
                    if !(found is Wanted) { refused.increment(by: Int64(1)) }
                    return found as? Wanted
                }
            }
            let family = state.families[shape.name]
            guard family?.shape.type ?? shape.type == shape.type, family?.count ?? 0 < limits.seriesPerMetric,
                state.count < limits.series
            else {
                refused.increment(by: Int64(1))
                return nil
            }
            let made = make(shape, labels)
            if state.families[shape.name] == nil { state.order = nil }
            state.families[shape.name, default: MetricFamily(shape)].insert(made)
            state.count += 1
            return made
        }
    }

    private func destroy(_ handler: AnyObject) {
        guard let series = handler as? any MetricSeries else { return }
        state.withLock { state in
            let name = series.shape.name
            guard state.families[name]?.remove(series) == true else { return }
            state.count -= 1
            if state.families[name]?.count == 0 {
                state.families[name] = nil
                state.order = nil
            }
        }
    }

    // MARK: MetricsFactory

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(MetricShape(counter: label), dimensions, CounterSeries.init) ?? NOOPMetricsHandler.instance
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        series(MetricShape(counter: label), dimensions, CounterSeries.init) ?? NOOPMetricsHandler.instance
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(MetricShape(gauge: label), dimensions, GaugeSeries.init) ?? NOOPMetricsHandler.instance
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate {
            series(MetricShape(recorder: label), dimensions, HistogramSeries.init) ?? NOOPMetricsHandler.instance
        } else {
            series(MetricShape(gauge: label), dimensions, GaugeSeries.init) ?? NOOPMetricsHandler.instance
        }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(MetricShape(timer: label), dimensions, HistogramSeries.init) ?? NOOPMetricsHandler.instance
    }

    package func destroyCounter(_ handler: any CounterHandler) { destroy(handler) }
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { destroy(handler) }
    package func destroyMeter(_ handler: any MeterHandler) { destroy(handler) }
    package func destroyRecorder(_ handler: any RecorderHandler) { destroy(handler) }
    package func destroyTimer(_ handler: any TimerHandler) { destroy(handler) }
}
