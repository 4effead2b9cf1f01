/// The series of one metric.
struct MetricFamily: Sendable {
    let shape: MetricShape
    /// In the order of their labels once ``sort()`` was called.
    private(set) var ordered: [any MetricSeries] = []
    private var byLabels: [MetricLabels: any MetricSeries] = [:]
    private var isSorted = true

    init(_ shape: MetricShape) {
        self.shape = shape
    }

    var count: Int { byLabels.count }

    func series(_ labels: MetricLabels) -> (any MetricSeries)? { byLabels[labels] }

    mutating func insert(_ series: any MetricSeries) {
        byLabels[series.labels] = series
        isSorted = false
    }

    /// - Returns: Whether it was there: a series that was removed before may have been made anew.
    mutating func remove(_ series: any MetricSeries) -> Bool {
        guard byLabels[series.labels] === series else { return false }
        byLabels[series.labels] = nil
        isSorted = false
        return true
    }

    mutating func sort() {
        guard !isSorted else { return }
        ordered = byLabels.values.sorted { $0.labels.text < $1.labels.text }
        isSorted = true
    }
}
