/// Numbers as people read them in a table.
enum Quantity {
    /// A length of time in its greatest unit, as the catalogue writes it: `350ms`, `12s`, `3m`, `5h`, `2d`.
    static func age(_ duration: Duration) -> String {
        let seconds = Int(duration.components.seconds)
        if seconds == 0 { return duration == .zero ? "0s" : "\(Int(duration / .milliseconds(1)))ms" }
        let units = [(86_400, "d"), (3_600, "h"), (60, "m")]
        guard let unit = units.first(where: { seconds >= $0.0 }) else { return "\(seconds)s" }
        return "\(seconds / unit.0)\(unit.1)"
    }

    /// A number of bytes in its greatest binary unit, with one digit behind the point.
    static func size(_ bytes: Int) -> String {
        let units = [(1 << 30, "GiB"), (1 << 20, "MiB"), (1 << 10, "KiB")]
        guard let unit = units.first(where: { bytes >= $0.0 }) else { return "\(bytes) B" }
        return "\((Double(bytes) / Double(unit.0) * 10).rounded() / 10) \(unit.1)"
    }

    /// A length of time in milliseconds, with two digits behind the point.
    static func milliseconds(_ duration: Duration) -> String {
        "\((duration / .milliseconds(1) * 100).rounded() / 100) ms"
    }

    /// The number, or a dash where nobody knows it.
    static func known(_ number: Int?) -> String { number.map { "\($0)" } ?? "–" }
}
