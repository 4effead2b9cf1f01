import CoreMetrics
import Synchronization

/// How many observations were at most so large, for each of some bounds.
final class HistogramSeries: MetricSeries, RecorderHandler, TimerHandler {
    private struct State {
        /// How many fell between a bound and the one before; the last is of what is beyond all.
        var counts: [Int64]
        var sum = 0.0
    }

    let shape: MetricShape
    let labels: MetricLabels
    private let bucketLines: [[UInt8]]
    private let sumLine: [UInt8]
    private let countLine: [UInt8]
    private let state: Mutex<State>

    init(_ shape: MetricShape, _ labels: MetricLabels) {
        self.shape = shape
        self.labels = labels
        bucketLines = (shape.bounds + [.infinity]).map { SampleLine.bucket(shape.name, labels, bound: $0) }
        sumLine = SampleLine.prefix(shape.name + "_sum", labels)
        countLine = SampleLine.prefix(shape.name + "_count", labels)
        state = Mutex(State(counts: Array(repeating: 0, count: shape.bounds.count + 1)))
    }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        var low = 0
        var high = shape.bounds.count
        while low < high {
            let middle = (low + high) / 2
            if value <= shape.bounds[middle] { high = middle } else { low = middle + 1 }
        }
        state.withLock { state in
            state.counts[low] += 1
            state.sum += value
        }
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func write(to text: inout PrometheusText) {
        // Together, so that the last bucket and the count are the same.
        let state = state.withLock { $0 }
        var total: Int64 = 0
        for (line, count) in zip(bucketLines, state.counts) {
            total += count
            text.sample(line, total)
        }
        text.sample(sumLine, state.sum)
        text.sample(countLine, total)
    }
}
