/// Texts without quotes that readers of YAML 1.1 or 1.2 take for something else than a text.
enum AmbiguousText {
    /// What a text is taken for, with its article; `nil` where it is a text for everybody.
    static func kind(of text: String) -> String? {
        if booleans.contains(text.lowercased()) { return "a boolean" }
        if nothings.contains(text.lowercased()) { return "nothing" }
        if isNumber(text) { return "a number" }
        if isDate(text) { return "a date" }
        return nil
    }

    // `y` and `n` are left out: hardly any reader takes them for booleans, and coordinates are called so.
    private static let booleans: Set<String> = ["yes", "no", "on", "off", "true", "false"]
    private static let nothings: Set<String> = ["", "~", "null"]

    /// Decimal, hexadecimal, octal, binary and sexagesimal numbers, with `_` anywhere, infinity and not-a-number.
    private static func isNumber(_ text: String) -> Bool {
        var bytes = Array(text.utf8)
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { bytes.removeFirst() }
        guard let first = bytes.first, isDigit(first) || first == UInt8(ascii: ".") else { return false }
        bytes.removeAll { $0 == UInt8(ascii: "_") }
        let plain = String(decoding: bytes, as: UTF8.self).lowercased()
        if plain == ".inf" || plain == ".nan" { return true }
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where plain.hasPrefix(prefix) {
            let digits = plain.dropFirst(2)
            return !digits.isEmpty && digits.allSatisfy { $0.hexDigitValue.map { $0 < radix } ?? false }
        }
        if bytes.contains(UInt8(ascii: ":")) {
            let parts = plain.split(separator: ":", omittingEmptySubsequences: false)
            return parts.allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
            }
        }
        return isDecimal(plain)
    }

    /// Digits with at most one point and at most one exponent.
    private static func isDecimal(_ text: String) -> Bool {
        let parts = text.split(separator: "e", omittingEmptySubsequences: false)
        guard parts.count <= 2, let mantissa = parts.first else { return false }
        let points = mantissa.utf8.filter { $0 == UInt8(ascii: ".") }.count
        guard points <= 1, mantissa.utf8.contains(where: isDigit) else { return false }
        guard mantissa.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: ".") }) else { return false }
        guard parts.count == 2 else { return true }
        let exponent = parts[1].drop { $0 == "-" || $0 == "+" }
        return !exponent.isEmpty && exponent.utf8.allSatisfy(isDigit)
    }

    /// `YYYY-MM-DD`, and whatever follows it as a time of day.
    private static func isDate(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 8, bytes[0..<4].allSatisfy(isDigit), bytes[4] == UInt8(ascii: "-") else { return false }
        let rest = bytes[5...].prefix { isDigit($0) || $0 == UInt8(ascii: "-") }
        let parts = rest.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) }) else { return false }
        guard rest.endIndex < bytes.endIndex else { return true }
        return bytes[rest.endIndex] == UInt8(ascii: "T") || bytes[rest.endIndex] == UInt8(ascii: "t")
            || (bytes[rest.endIndex] == UInt8(ascii: " ") && bytes[(rest.endIndex + 1)...].first.map(isDigit) ?? true)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
