/// A form of string that the catalogue names as a type; the text stays exactly as it is.
public enum StringFormat: Sendable, Hashable {
    /// 8-4-4-4-12 hexadecimal digits (RFC 9562).
    case uuid
    /// An absolute URI: a scheme, a colon, then only characters of RFC 3986.
    case uri
    /// `YYYY-MM-DD` of a day that exists.
    case date
    /// An ISO 8601 duration: `PT1.5S`, `P1DT2H`.
    case duration
    /// An integer of up to 256 bits in decimal digits, without leading zeros.
    case uint256
    /// A decimal number: an optional minus, digits, optionally a point and digits.
    case decimal

    /// How an error speaks of it.
    var words: String {
        switch self {
        case .uuid: "a UUID"
        case .uri: "a URI"
        case .date: "a date (YYYY-MM-DD)"
        case .duration: "an ISO 8601 duration such as PT1.5S"
        case .uint256: "a decimal integer from 0 to 2^256 - 1"
        case .decimal: "a decimal number such as -12.50"
        }
    }

    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .uuid: EventID.parse(text) != nil
        case .uri: Self.isURI(text)
        case .date: Self.isDate(text)
        case .duration: Self.isDuration(text)
        case .uint256: Self.isUInt256(text)
        case .decimal: Self.isDecimal(text)
        }
    }

    private static func isURI(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < text.count, isLetter(text[0])
        else {
            return false
        }
        for at in 0..<colon where !isLetter(text[at]) && !isDigit(text[at]) {
            guard text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: ".") else {
                return false
            }
        }
        for at in colon + 1..<text.count where !isLetter(text[at]) && !isDigit(text[at]) {
            switch text[at] {
            case UInt8(ascii: "%"):
                guard at + 2 < text.count, isHexadecimal(text[at + 1]), isHexadecimal(text[at + 2]) else {
                    return false
                }
            case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "&")...UInt8(ascii: "/"),
                UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "@"),
                UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "_"), UInt8(ascii: "~"):
                continue
            default: return false
            }
        }
        return true
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    private static func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private static func isDate(_ text: UnsafeRawBufferPointer) -> Bool {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-") else { return false }
        var numbers = (year: 0, month: 0, day: 0)
        for at in 0..<10 where at != 4 && at != 7 {
            guard isDigit(text[at]) else { return false }
            let digit = Int(text[at] - 0x30)
            if at < 4 {
                numbers.year = numbers.year * 10 + digit
            } else if at < 7 {
                numbers.month = numbers.month * 10 + digit
            } else {
                numbers.day = numbers.day * 10 + digit
            }
        }
        return CivilDate(year: numbers.year, month: numbers.month, day: numbers.day) != nil
    }

    private static func isDuration(_ text: UnsafeRawBufferPointer) -> Bool {
        var rest = text[...]
        guard rest.popFirst() == UInt8(ascii: "P") else { return false }
        if rest.last == UInt8(ascii: "W") { return rest.count > 1 && rest.dropLast().allSatisfy(isDigit) }
        guard let dateParts = parts(of: &rest, ["Y", "M", "D"]) else { return false }
        if rest.isEmpty { return dateParts > 0 }
        guard rest.popFirst() == UInt8(ascii: "T"), let timeParts = parts(of: &rest, ["H", "M", "S"]) else {
            return false
        }
        return rest.isEmpty && timeParts > 0
    }

    /// How many numbers with a unit come first, the units in their order; `nil` where one is broken.
    private static func parts(of rest: inout Slice<UnsafeRawBufferPointer>, _ units: [Unicode.Scalar]) -> Int? {
        var units = units[...]
        var count = 0
        while let first = rest.first, isDigit(first) {
            rest = rest.drop(while: isDigit)
            var hasFraction = false
            if rest.first == UInt8(ascii: ".") {
                let digits = rest.dropFirst().prefix(while: isDigit)
                guard (1...9).contains(digits.count) else { return nil }
                rest = rest.dropFirst(1 + digits.count)
                hasFraction = true
            }
            guard let unit = rest.popFirst(), let place = units.firstIndex(of: Unicode.Scalar(unit)) else { return nil }
            if hasFraction, units[place] != "S" { return nil }
            units = units[(place + 1)...]
            count += 1
        }
        return count
    }

    private static let greatestUInt256 = Array(
        "115792089237316195423570985008687907853269984665640564039457584007913129639935".utf8)

    private static func isUInt256(_ text: UnsafeRawBufferPointer) -> Bool {
        guard !text.isEmpty, text.allSatisfy(isDigit) else { return false }
        if text.count > 1, text[0] == UInt8(ascii: "0") { return false }
        if text.count != greatestUInt256.count { return text.count < greatestUInt256.count }
        return !greatestUInt256.lexicographicallyPrecedes(text)
    }

    private static func isDecimal(_ text: UnsafeRawBufferPointer) -> Bool {
        var rest = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        let integer = rest.prefix(while: isDigit)
        guard !integer.isEmpty, integer.count == 1 || integer.first != UInt8(ascii: "0") else { return false }
        rest = rest.dropFirst(integer.count)
        guard let point = rest.popFirst() else { return true }
        return point == UInt8(ascii: ".") && !rest.isEmpty && rest.allSatisfy(isDigit)
    }
}
