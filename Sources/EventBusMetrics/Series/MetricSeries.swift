/// One metric with one set of labels.
protocol MetricSeries: AnyObject, Sendable {
    var shape: MetricShape { get }
    var labels: MetricLabels { get }
    /// Appends the samples of this moment.
    func write(to text: inout PrometheusText)
}
