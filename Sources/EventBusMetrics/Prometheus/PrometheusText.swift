/// Prometheus' text exposition format, version 0.0.4.
package struct PrometheusText: Sendable {
    /// What `Content-Type` says of it.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var bytes: [UInt8] = []

    init() { bytes.reserveCapacity(65_536) }

    /// A family's head and samples.
    mutating func family(_ family: MetricFamily) {
        head(family.shape)
        for series in family.ordered { series.write(to: &self) }
    }

    /// The lines that say what a metric is.
    mutating func head(_ shape: MetricShape) {
        append("# HELP ")
        append(shape.name)
        append(" ")
        for byte in shape.help.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): append("\\\\")
            case 10: append("\\n")
            default: bytes.append(byte)
            }
        }
        append("\n# TYPE ")
        append(shape.name)
        append(" ")
        append(shape.type.rawValue)
        append("\n")
    }

    /// A line, from what comes before the value.
    mutating func sample(_ line: [UInt8], _ value: Int64) {
        bytes.append(contentsOf: line)
        append(value)
        bytes.append(10)
    }

    /// A line, from what comes before the value.
    mutating func sample(_ line: [UInt8], _ value: Double) {
        bytes.append(contentsOf: line)
        if let whole = Int64(exactly: value) { append(whole) } else { append(Self.text(value)) }
        bytes.append(10)
    }

    /// A number as Prometheus reads it.
    static func text(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: value) { return String(whole) }
        return "\(value)"
    }

    private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func append(_ value: Int64) {
        guard value < 0 || value > 9 else { return bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value)) }
        append(String(value))
    }
}
