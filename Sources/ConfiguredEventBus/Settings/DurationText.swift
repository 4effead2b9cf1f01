/// Reads a length of time as people write it: `250ms`, `2s`, `5m`, `1h`, `1d`, or a bare number of seconds.
package enum DurationText {
    /// The length of time, or `nil` where the text is none: negative, not a number, or beyond 365 days.
    package static func read(_ text: String) -> Duration? {
        let units: [(suffix: String, seconds: Double)] = [
            ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86400),
        ]
        let unit = units.first { text.hasSuffix($0.suffix) }
        let digits = text.dropLast(unit?.suffix.count ?? 0)
        guard let first = digits.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return nil }
        guard digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 || $0 == 95 }) else { return nil }
        guard let number = Double(digits.filter { $0 != "_" }) else { return nil }
        let seconds = number * (unit?.seconds ?? 1)
        guard seconds.isFinite, seconds <= 365 * 86400 else { return nil }
        return .milliseconds(Int64((seconds * 1000).rounded()))
    }
}
