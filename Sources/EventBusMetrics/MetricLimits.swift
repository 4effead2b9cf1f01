/// How much a registry keeps, whatever labels it is given.
package struct MetricLimits: Sendable, Hashable {
    /// How many series there may be in all.
    package var series: Int
    /// How many series one metric may have.
    package var seriesPerMetric: Int
    /// How many bytes of UTF-8 a label's value may have; a longer one is cut.
    package var labelBytes: Int

    /// Makes limits.
    package init(series: Int = 20_000, seriesPerMetric: Int = 4_000, labelBytes: Int = 256) {
        self.series = series
        self.seriesPerMetric = seriesPerMetric
        self.labelBytes = labelBytes
    }
}
