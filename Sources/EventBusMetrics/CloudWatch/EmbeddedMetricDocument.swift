package import EventBus

/// Metrics in CloudWatch's embedded metric format: one JSON object on a line of its own, which CloudWatch Logs turns into
/// metrics by itself.
///
/// Source: "Specification: Embedded metric format", Amazon CloudWatch User Guide. The limits of that page are kept: what does not fit into
/// one document goes into another.
package struct EmbeddedMetricDocument: Sendable {
    /// One number.
    package struct Metric: Sendable, Hashable {
        /// The name, up to 1,024 bytes.
        package let name: String
        /// CloudWatch's word for the unit, e.g. `Count`.
        package let unit: String
        /// The number; one that is not finite is left out, since JSON has no such.
        package let value: Double

        /// Names a number.
        package init(_ name: String, _ value: Double, unit: String) {
            self.name = name
            self.unit = unit
            self.value = value
        }
    }

    /// The most metrics that one document may have.
    package static let maximumMetrics = 100
    /// The most bytes of a dimension's value.
    package static let maximumDimensionBytes = 1_024

    private let namespace: String
    private let dimensions: [(name: String, value: String)]
    private let time: Timestamp
    private let metrics: [Metric]

    /// Takes the metrics of one moment and one set of dimensions.
    ///
    /// - Parameters:
    ///   - namespace: Where CloudWatch keeps them.
    ///   - dimensions: At most 30; nothing of which there are many, since each combination of values is a metric that is paid for.
    ///     CloudWatch takes no empty value: it is written as `none`.
    package init(
        namespace: String, dimensions: [(name: String, value: String)], time: Timestamp, metrics: [Metric]
    ) {
        precondition(dimensions.count <= 30, "a set of dimensions has at most 30")
        self.namespace = namespace
        self.dimensions = dimensions.map { ($0.name, Self.dimension($0.value)) }
        self.time = time
        self.metrics = metrics.filter(\.value.isFinite)
    }

    /// The documents, each to be written on a line of its own with nothing before or behind it; none where there are no metrics.
    package var lines: [[UInt8]] {
        stride(from: 0, to: metrics.count, by: Self.maximumMetrics).map { start in
            document(metrics[start..<min(start + Self.maximumMetrics, metrics.count)]).bytes
        }
    }

    private func document(_ metrics: ArraySlice<Metric>) -> JSONValue {
        var object: JSONObject = [
            "_aws": [
                "Timestamp": .number(JSONNumber(time.microseconds / 1_000)),
                "CloudWatchMetrics": [
                    [
                        "Namespace": .string(namespace),
                        "Dimensions": [.array(dimensions.map { .string($0.name) })],
                        "Metrics": .array(metrics.map { ["Name": .string($0.name), "Unit": .string($0.unit)] }),
                    ]
                ],
            ]
        ]
        for dimension in dimensions { object[dimension.name] = .string(dimension.value) }
        for metric in metrics { object[metric.name] = Self.number(metric.value).map { .number($0) } }
        return .object(object)
    }

    private static func number(_ value: Double) -> JSONNumber? {
        Int64(exactly: value).map { JSONNumber($0) } ?? JSONNumber(value)
    }

    /// A value that CloudWatch takes: printable ASCII, not empty, not too long.
    private static func dimension(_ value: String) -> String {
        let bytes = value.utf8.prefix(maximumDimensionBytes).map { (0x20..<0x7F).contains($0) ? $0 : UInt8(ascii: "?") }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.allSatisfy { $0 == " " } ? "none" : text
    }
}
