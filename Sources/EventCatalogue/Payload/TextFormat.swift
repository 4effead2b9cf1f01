/// Whether a text has the form that a type asks for.
enum TextFormat {
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    private static func isHex(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// Decimal digits without leading zeros, at most 2²⁵⁶−1.
    static func isUInt256(_ text: String) -> Bool {
        let digits = Array(text.utf8)
        guard !digits.isEmpty, digits.allSatisfy(isDigit), digits.count == 1 || digits[0] != 0x30 else { return false }
        let most = "115792089237316195423570985008687907853269984665640564039457584007913129639935"
        if digits.count != most.utf8.count { return digits.count < most.utf8.count }
        return !Array(most.utf8).lexicographicallyPrecedes(digits)
    }

    /// `-12.50`: a JSON number without an exponent.
    static func isDecimal(_ text: String) -> Bool {
        ExactNumber(text) != nil && !text.utf8.contains { $0 | 0x20 == UInt8(ascii: "e") }
    }

    /// How many bytes a text is in base64 (RFC 4648, section 4, with padding); `nil` where it is none, or where bits are
    /// set that belong to no byte.
    static func base64Count(_ text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard bytes.count % 4 == 0 else { return nil }
        let padding = bytes.reversed().prefix(2).prefix { $0 == UInt8(ascii: "=") }.count
        let isInAlphabet = { (byte: UInt8) in
            isDigit(byte) || isLetter(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
        }
        guard bytes.dropLast(padding).allSatisfy(isInAlphabet) else { return nil }
        guard padding == 0 || lastOfPadding[padding - 1].contains(bytes[bytes.count - padding - 1]) else { return nil }
        return bytes.count / 4 * 3 - padding
    }

    /// The characters that may stand before one and before two `=`: those whose left-over bits are zero.
    private static let lastOfPadding = [Array("AEIMQUYcgkosw048".utf8), Array("AQgw".utf8)]

    /// 8-4-4-4-12 hexadecimal digits (RFC 9562).
    static func isUUID(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { index, byte in
            [8, 13, 18, 23].contains(index) ? byte == UInt8(ascii: "-") : isHex(byte)
        }
    }

    /// An absolute URI: a scheme, a colon and the characters of RFC 3986.
    static func isURI(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < bytes.count else {
            return false
        }
        let scheme = bytes[..<colon]
        guard isLetter(scheme[0]) else { return false }
        guard scheme.allSatisfy({ isLetter($0) || isDigit($0) || "+-.".utf8.contains($0) }) else { return false }
        var index = colon + 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%") {
                guard index + 2 < bytes.count, isHex(bytes[index + 1]), isHex(bytes[index + 2]) else { return false }
                index += 3
                continue
            }
            guard
                isLetter(bytes[index]) || isDigit(bytes[index]) || "-._~:/?#[]@!$&'()*+,;=".utf8.contains(bytes[index])
            else { return false }
            index += 1
        }
        return true
    }

    /// `YYYY-MM-DD` of the Gregorian calendar.
    static func isDate(_ text: String) -> Bool { isDate(Array(text.utf8)[...]) }

    private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(bytes)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(bytes[0..<4]), let month = number(bytes[5..<7]), let day = number(bytes[8..<10])
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && day >= 1 && day <= days[month - 1]
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy(isDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// RFC 3339: date, `T`, time with up to nine fraction digits, `Z` or an offset; no leap seconds.
    static func isTimestamp(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, isDate(bytes[..<10]), bytes[10] | 0x20 == UInt8(ascii: "t") else { return false }
        guard isClock(bytes[11..<16]), bytes[16] == UInt8(ascii: ":"), let second = number(bytes[17..<19]), second < 60
        else { return false }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let fraction = rest.dropFirst().prefix(while: isDigit)
            guard (1...9).contains(fraction.count) else { return false }
            rest = rest.dropFirst(1 + fraction.count)
        }
        guard let sign = rest.first else { return false }
        if sign | 0x20 == UInt8(ascii: "z") { return rest.count == 1 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return false }
        return isClock(rest.dropFirst())
    }

    /// `HH:MM`.
    private static func isClock(_ bytes: ArraySlice<UInt8>) -> Bool {
        let bytes = Array(bytes)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return false }
        guard let hour = number(bytes[0..<2]), let minute = number(bytes[3..<5]) else { return false }
        return hour < 24 && minute < 60
    }

    /// ISO 8601: `P3DT4H5M6.5S` or `P2W`; at least one part, a fraction of seconds only.
    static func isDuration(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        guard rest.popFirst() == UInt8(ascii: "P") else { return false }
        if let last = rest.last, last == UInt8(ascii: "W") {
            return rest.count > 1 && rest.dropLast().allSatisfy(isDigit)
        }
        guard let dateParts = takeParts(&rest, "YMD", allowsFraction: nil) else { return false }
        if rest.isEmpty { return dateParts > 0 }
        guard rest.popFirst() == UInt8(ascii: "T") else { return false }
        guard let timeParts = takeParts(&rest, "HMS", allowsFraction: UInt8(ascii: "S")) else { return false }
        return rest.isEmpty && timeParts > 0
    }

    /// How many `12H`-like parts come first, in the order of the letters; `nil` where one is broken.
    private static func takeParts(
        _ rest: inout ArraySlice<UInt8>, _ letters: String, allowsFraction: UInt8?
    ) -> Int? {
        var letters = Array(letters.utf8)[...]
        var count = 0
        while let first = rest.first, isDigit(first) {
            var part = rest.drop(while: isDigit)
            var hasFraction = false
            if part.first == UInt8(ascii: ".") {
                let digits = part.dropFirst().prefix(while: isDigit)
                guard (1...9).contains(digits.count) else { return nil }
                part = part.dropFirst(1 + digits.count)
                hasFraction = true
            }
            guard let letter = part.first, let place = letters.firstIndex(of: letter) else { return nil }
            guard !hasFraction || letter == allowsFraction else { return nil }
            letters = letters[(place + 1)...]
            rest = part.dropFirst()
            count += 1
        }
        return count
    }
}
