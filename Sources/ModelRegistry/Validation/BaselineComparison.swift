package import HokusaiEvents

/// A version's value beside the one it was to meet: what is judged.
package struct BaselineComparison: Sendable, Hashable {
    /// The metric's name.
    package let metric: String
    /// Which way it improves.
    package let direction: MetricDirection
    /// The value to be met.
    package let baseline: Double
    /// The version's own value; `nil` where the run has none.
    package let current: Double?

    /// Describes a comparison.
    package init(metric: String, direction: MetricDirection, baseline: Double, current: Double?) {
        self.metric = metric
        self.direction = direction
        self.baseline = baseline
        self.current = current
    }

    /// Judges it: both values must be possible for the metric, and the current one at least as good as the baseline.
    package var verdict: BaselineVerdict {
        let kind = MetricKind(metric)
        if let fault = fault(baseline, of: kind) {
            return .failed(.metricOutOfRange, "the baseline of \(metric) is \(fault).")
        }
        if kind.needsPositiveBaseline, baseline <= 0 {
            return .failed(
                .metricOutOfRange, "the baseline of \(metric) is \(baseline), and an error to be met is above 0.")
        }
        guard let current else { return .failed(.metricMissing, "the run has no value for \(metric).") }
        if let fault = fault(current, of: kind) { return .failed(.metricOutOfRange, "\(metric) is \(fault).") }
        guard Self.isAtLeast(current, baseline, direction) else {
            let wish = direction == .lowerIsBetter ? "at most" : "at least"
            return .failed(.belowBaseline, "\(metric) is \(current), and the baseline asks for \(wish) \(baseline).")
        }
        return .met(
            baseline: baseline, current: current,
            improvementPercentage: Self.percentage(current - baseline, of: baseline))
    }

    /// What is wrong with a value of the metric; `nil` where nothing is. MLflow stores the infinities as the largest doubles.
    private func fault(_ value: Double, of kind: MetricKind) -> String? {
        if value.isNaN { return "not a number" }
        if value.magnitude >= .greatestFiniteMagnitude { return "infinite" }
        guard let range = kind.range, !range.contains(value) else { return nil }
        if range.lowerBound <= -.greatestFiniteMagnitude { return "\(value), and can be at most \(range.upperBound)" }
        if range.upperBound >= .greatestFiniteMagnitude { return "\(value), and can't be below \(range.lowerBound)" }
        return "\(value), and can only be between \(range.lowerBound) and \(range.upperBound)"
    }

    /// Whether a value is as good as another, or better.
    private static func isAtLeast(_ value: Double, _ other: Double, _ direction: MetricDirection) -> Bool {
        direction == .lowerIsBetter ? value <= other : value >= other
    }

    /// A change in percent of a whole; `nil` of one that is not above zero, and where the result is too large to be written.
    static func percentage(_ change: Double, of whole: Double) -> Double? {
        guard whole > 0 else { return nil }
        let percent = change / whole * 100
        return percent.isFinite ? percent : nil
    }
}
