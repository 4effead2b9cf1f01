/// What the text of a scalar means where a place expects a number or a length of time.
enum ScalarText {
    /// A JSON number; `_` between digits is dropped. `nil` for any other text, e.g. `0x10` or `.5`.
    static func number(_ text: String) -> String? {
        guard let plain = withoutSeparators(text), ExactNumber(plain) != nil else { return nil }
        return plain
    }

    /// A whole number; `_` between digits is dropped.
    static func integer(_ text: String) -> Int? {
        guard let plain = withoutSeparators(text), ExactNumber(plain) != nil else { return nil }
        return Int(plain)
    }

    /// `500ms`, `60s`, `15m`, `24h`, `90d`, `2w`; `nil` for any other text and for more than 1000 years.
    static func duration(_ text: String) -> Duration? {
        let units: [(suffix: String, milliseconds: Int)] = [
            ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000),
        ]
        for unit in units where text.hasSuffix(unit.suffix) {
            guard let count = integer(String(text.dropLast(unit.suffix.count))), count >= 0 else { continue }
            let (milliseconds, overflows) = count.multipliedReportingOverflow(by: unit.milliseconds)
            guard !overflows, milliseconds <= 1000 * 366 * 86_400_000 else { return nil }
            return .milliseconds(milliseconds)
        }
        return nil
    }

    /// `512B`, `64KiB` (1024 bytes each), `1MiB`; `nil` for any other text and for more than a terabyte.
    static func byteCount(_ text: String) -> Int? {
        for (suffix, size) in [("KiB", 1024), ("MiB", 1_048_576), ("B", 1)] where text.hasSuffix(suffix) {
            guard let count = integer(String(text.dropLast(suffix.count))), count >= 0 else { return nil }
            let (bytes, overflows) = count.multipliedReportingOverflow(by: size)
            return overflows || bytes > 1_099_511_627_776 ? nil : bytes
        }
        return nil
    }

    private static func withoutSeparators(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "_")) else { return text }
        let isDigit = { (byte: UInt8) in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "_") {
            guard index > 0, index + 1 < bytes.count, isDigit(bytes[index - 1]), isDigit(bytes[index + 1]) else {
                return nil
            }
        }
        return text.filter { $0 != "_" }
    }
}
