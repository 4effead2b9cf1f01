import CoreMetrics
import Synchronization

/// A number that is what it was set to last.
final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
    let shape: MetricShape
    let labels: MetricLabels
    private let line: [UInt8]
    private let bits = Atomic<UInt64>(0)

    init(_ shape: MetricShape, _ labels: MetricLabels) {
        self.shape = shape
        self.labels = labels
        line = SampleLine.prefix(shape.name, labels)
    }

    func set(_ value: Int64) { set(Double(value)) }
    func set(_ value: Double) { bits.store(value.bitPattern, ordering: .relaxed) }
    func increment(by amount: Double) { bits.update { $0 + amount } }
    func decrement(by amount: Double) { bits.update { $0 - amount } }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func write(to text: inout PrometheusText) {
        text.sample(line, Double(bitPattern: bits.load(ordering: .relaxed)))
    }
}
