/// What a line of the text has before its value; written once, since it never changes.
enum SampleLine {
    /// `name{labels} `.
    static func prefix(_ name: String, _ labels: MetricLabels) -> [UInt8] {
        Array((labels.text.isEmpty ? "\(name) " : "\(name){\(labels.text)} ").utf8)
    }

    /// `name_bucket{labels,le="0.5"} `.
    static func bucket(_ name: String, _ labels: MetricLabels, bound: Double) -> [UInt8] {
        let comma = labels.text.isEmpty ? "" : ","
        return Array("\(name)_bucket{\(labels.text)\(comma)le=\"\(PrometheusText.text(bound))\"} ".utf8)
    }
}
