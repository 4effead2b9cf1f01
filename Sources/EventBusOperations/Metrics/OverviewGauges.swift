package import CoreMetrics
import EventBus
import Synchronization

/// The gauges that are read from an overview; one set for each backend.
///
/// What is gone from the overview – a group, a queue, a consumer, a limit – goes from the metrics too: a gauge that stayed would
/// say for ever what was true once.
package final class OverviewGauges: Sendable {
    private struct Key: Hashable {
        let name: String
        let values: [String]
    }

    private let factory: any MetricsFactory
    private let gauges = Mutex<[Key: Gauge]>([:])

    /// Makes the gauges of a backend.
    package init(factory: any MetricsFactory) {
        self.factory = factory
    }

    /// Sets every gauge to what an overview says.
    package func update(_ overview: BusOverview) {
        let readings = OverviewReadings(overview)
        gauges.withLock { gauges in
            var gone = gauges
            for reading in readings.all {
                let key = Key(name: reading.metric.name, values: reading.values)
                gone[key] = nil
                if let gauge = gauges[key] {
                    gauge.record(reading.value)
                } else {
                    let gauge = Gauge(
                        label: reading.metric.name, dimensions: reading.metric.dimensions(reading.values),
                        factory: factory)
                    gauge.record(reading.value)
                    gauges[key] = gauge
                }
            }
            for (key, gauge) in gone {
                gauge.destroy()
                gauges[key] = nil
            }
        }
    }
}
