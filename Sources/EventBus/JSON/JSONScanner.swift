/// The grammar of RFC 8259: each function checks one production and leaves `position` behind it.
extension JSONReader {
    @inline(__always)
    func byte(_ at: Int) -> UInt8 { base.load(fromByteOffset: at, as: UInt8.self) }

    /// The byte at `position`; 0, which no production begins with, at the end.
    @inline(__always)
    func peek() -> UInt8 { position < end ? byte(position) : 0 }

    @inline(__always)
    mutating func skipSpace() {
        while position < end {
            let next = byte(position)
            guard next <= 0x20, next == 0x20 || next == 0x0a || next == 0x0d || next == 0x09 else { return }
            position += 1
        }
    }

    @inline(__always)
    mutating func scanColon() throws(InvalidPayload) {
        if peek() != UInt8(ascii: ":") {
            skipSpace()
            guard peek() == UInt8(ascii: ":") else { throw syntax("a colon") }
        }
        position += 1
        skipSpace()
    }

    /// Checks the value at `position` without building it.
    mutating func scanValue() throws(InvalidPayload) -> JSONSlot {
        switch peek() {
        case UInt8(ascii: "\""):
            position += 1
            return try scanString()
        case UInt8(ascii: "{"): return try scanContainer(.object)
        case UInt8(ascii: "["): return try scanContainer(.array)
        case UInt8(ascii: "t"): return try scanLiteral("true", .true)
        case UInt8(ascii: "f"): return try scanLiteral("false", .false)
        case UInt8(ascii: "n"): return try scanLiteral("null", .null)
        default: return try scanNumber()
        }
    }

    private mutating func scanLiteral(_ text: StaticString, _ kind: JSONSlot.Kind) throws(InvalidPayload) -> JSONSlot {
        let start = position
        let length = text.utf8CodeUnitCount
        guard position + length <= end, Bytes.areEqual(base + position, text.utf8Start, length) else {
            throw syntax("a value")
        }
        position += length
        return JSONSlot(start: start, end: position, kind: kind)
    }

    private mutating func scanContainer(_ kind: JSONSlot.Kind) throws(InvalidPayload) -> JSONSlot {
        let start = position
        let close = kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")
        position += 1
        depth += 1
        if depth > limits.maximumDepth { throw tooDeep() }
        skipSpace()
        if peek() == close {
            position += 1
        } else {
            while true {
                if kind == .object {
                    guard peek() == UInt8(ascii: "\"") else { throw syntax("a member's name in quotes") }
                    position += 1
                    _ = try scanString()
                    try scanColon()
                }
                _ = try scanValue()
                skipSpace()
                let next = peek()
                if next == close {
                    position += 1
                    break
                }
                guard next == UInt8(ascii: ",") else {
                    throw syntax(kind == .object ? "a comma or }" : "a comma or ]")
                }
                position += 1
                skipSpace()
            }
        }
        depth -= 1
        return JSONSlot(start: start, end: position, kind: kind)
    }

    /// Checks a string whose opening quote is behind `position`; the slot spans its content.
    @inline(__always)
    mutating func scanString() throws(InvalidPayload) -> JSONSlot {
        let start = position
        var at = position
        while at + 8 <= end {
            let word = Bytes.word(at: base + at)
            let special = Bytes.escapes(in: word) | Bytes.nonASCII(in: word)
            if special != 0 {
                at += special.trailingZeroBitCount >> 3
                if byte(at) == UInt8(ascii: "\"") {
                    position = at + 1
                    return JSONSlot(start: start, end: at, kind: .string)
                }
                break
            }
            at += 8
        }
        return try scanRestOfString(start, at)
    }

    private mutating func scanRestOfString(_ start: Int, _ from: Int) throws(InvalidPayload) -> JSONSlot {
        var kind = JSONSlot.Kind.string
        var at = from
        while at < end {
            let next = byte(at)
            switch next {
            case UInt8(ascii: "\""):
                position = at + 1
                return JSONSlot(start: start, end: at, kind: kind)
            case UInt8(ascii: "\\"):
                kind = .escapedString
                position = at
                at = try scanEscape(at)
            case 0..<0x20:
                position = at
                throw refusal(.syntax, "a control character in a string must be escaped")
            case 0x80...:
                let length = Bytes.sequenceLength(base, at: at, end: end)
                guard length > 0 else {
                    position = at
                    throw refusal(.syntax, "the bytes here are not UTF-8")
                }
                at += length
            default:
                at += 1
            }
        }
        position = end
        throw syntax("the string's closing quote")
    }

    private func scanEscape(_ start: Int) throws(InvalidPayload) -> Int {
        guard start + 1 < end else { throw syntax("an escape") }
        switch byte(start + 1) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start + 2
        case UInt8(ascii: "u"):
            guard let unit = hexadecimal(start + 2) else { throw syntax("four hexadecimal digits") }
            if unit & 0xf800 != 0xd800 { return start + 6 }
            guard unit < 0xdc00, start + 8 <= end, byte(start + 6) == UInt8(ascii: "\\"),
                byte(start + 7) == UInt8(ascii: "u"), let low = hexadecimal(start + 8), low & 0xfc00 == 0xdc00
            else { throw refusal(.syntax, "a surrogate stands alone; it is no character") }
            return start + 12
        default:
            throw syntax("one of the escapes \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
        }
    }

    /// The four hexadecimal digits at `start`.
    func hexadecimal(_ start: Int) -> UInt32? {
        guard start + 4 <= end else { return nil }
        var value: UInt32 = 0
        for at in start..<start + 4 {
            let digit = byte(at)
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(digit - UInt8(ascii: "a") + 10)
            case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(digit - UInt8(ascii: "A") + 10)
            default: return nil
            }
        }
        return value
    }

    mutating func scanNumber() throws(InvalidPayload) -> JSONSlot {
        let start = position
        var kind = JSONSlot.Kind.integer
        if peek() == UInt8(ascii: "-") { position += 1 }
        let first = peek()
        guard first &- 0x30 < 10 else {
            throw syntax(position == start ? "a value" : "a digit")
        }
        position += 1
        if first != UInt8(ascii: "0") { skipDigits() }
        var next = peek()
        if next == UInt8(ascii: ".") {
            kind = .number
            position += 1
            guard peek() &- 0x30 < 10 else { throw syntax("a digit") }
            skipDigits()
            next = peek()
        }
        if next | 0x20 == UInt8(ascii: "e") {
            kind = .number
            position += 1
            let sign = peek()
            if sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { position += 1 }
            guard peek() &- 0x30 < 10 else { throw syntax("a digit") }
            skipDigits()
        }
        return JSONSlot(start: start, end: position, kind: kind)
    }

    @inline(__always)
    private mutating func skipDigits() {
        while position < end, byte(position) &- 0x30 < 10 { position += 1 }
    }
}
