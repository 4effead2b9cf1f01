import CoreMetrics
import Synchronization

/// A number that only grows.
final class CounterSeries: MetricSeries, CounterHandler, FloatingPointCounterHandler {
    let shape: MetricShape
    let labels: MetricLabels
    private let line: [UInt8]
    private let whole = Atomic<Int64>(0)
    /// The bits of a double: what was counted in parts.
    private let parts = Atomic<UInt64>(0)

    init(_ shape: MetricShape, _ labels: MetricLabels) {
        self.shape = shape
        self.labels = labels
        line = SampleLine.prefix(shape.name, labels)
    }

    /// A counter that fell would look like a process that began anew, so that what is below zero is left out.
    func increment(by amount: Int64) {
        guard amount > 0 else { return }
        whole.wrappingAdd(amount, ordering: .relaxed)
    }

    func increment(by amount: Double) {
        guard amount > 0, amount.isFinite else { return }
        parts.update { $0 + amount }
    }

    func reset() {
        whole.store(0, ordering: .relaxed)
        parts.store(0, ordering: .relaxed)
    }

    func write(to text: inout PrometheusText) {
        let parts = Double(bitPattern: parts.load(ordering: .relaxed))
        let whole = whole.load(ordering: .relaxed)
        if parts == 0 { text.sample(line, whole) } else { text.sample(line, Double(whole) + parts) }
    }
}

extension Atomic where Value == UInt64 {
    /// Changes a double that is kept as its bits.
    func update(_ change: (Double) -> Double) {
        var bits = load(ordering: .relaxed)
        while true {
            let (isExchanged, found) = weakCompareExchange(
                expected: bits, desired: change(Double(bitPattern: bits)).bitPattern, ordering: .relaxed)
            if isExchanged { return }
            bits = found
        }
    }
}
