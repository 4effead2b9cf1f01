extension JSONReader {
    @inline(__always)
    func text(of slot: JSONSlot) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + slot.start, count: slot.length)
    }

    // MARK: Scalars

    /// The current value, a string.
    ///
    /// - Throws: ``InvalidPayload`` where it is none.
    public mutating func string() throws(InvalidPayload) -> String {
        guard current.is(.string) || current.is(.escapedString) else { throw mismatch("a string") }
        return string(in: current)
    }

    /// The current value, a boolean.
    ///
    /// - Throws: ``InvalidPayload`` where it is none.
    public mutating func bool() throws(InvalidPayload) -> Bool {
        switch current.kind {
        case .true: return true
        case .false: return false
        default: throw mismatch("a boolean")
        }
    }

    /// The current value, an integer of 64 bits written without fraction and exponent.
    ///
    /// - Throws: ``InvalidPayload`` where it is none or out of range.
    public mutating func int() throws(InvalidPayload) -> Int64 {
        guard current.is(.integer) else { throw mismatch("an integer") }
        guard let (value, negative) = Decimal.magnitude(text(of: current)),
            value <= UInt64(Int64.max) + (negative ? 1 : 0)
        else { throw violation(.limit, "the integer does not fit 64 bits") }
        return negative ? Int64(truncatingIfNeeded: 0 &- value) : Int64(value)
    }

    /// The current value, an integer of 32 bits written without fraction and exponent.
    ///
    /// - Throws: ``InvalidPayload`` where it is none or out of range.
    public mutating func int32() throws(InvalidPayload) -> Int32 {
        guard let value = Int32(exactly: try int()) else { throw violation(.limit, "the integer does not fit 32 bits") }
        return value
    }

    /// The current value, an unsigned integer of 64 bits written without fraction and exponent.
    ///
    /// - Throws: ``InvalidPayload`` where it is none or out of range.
    public mutating func uint() throws(InvalidPayload) -> UInt64 {
        guard current.is(.integer) else { throw mismatch("an integer") }
        guard let (value, negative) = Decimal.magnitude(text(of: current)), !negative || value == 0 else {
            throw violation(.limit, "the integer does not fit 64 bits without a sign")
        }
        return value
    }

    /// The current value, any number, as the nearest double.
    ///
    /// - Throws: ``InvalidPayload`` where it is none or overflows.
    public mutating func double() throws(InvalidPayload) -> Double {
        guard current.is(.integer) || current.is(.number) else { throw mismatch("a number") }
        guard let value = Decimal.double(text(of: current)) else {
            throw violation(.limit, "the number is beyond the range of a double")
        }
        return value
    }

    /// The current value, a timestamp.
    ///
    /// - Throws: ``InvalidPayload`` where it is no string in the form of RFC 3339.
    public mutating func timestamp() throws(InvalidPayload) -> Timestamp {
        guard current.is(.string) else { throw mismatch("a timestamp") }
        guard let value = Timestamp(utf8: text(of: current)) else {
            throw violation(.type, "an RFC 3339 timestamp is expected, not \"\(string(in: current))\"")
        }
        return value
    }

    /// The current value, bytes in base64.
    ///
    /// - Throws: ``InvalidPayload`` where it is no such string.
    public mutating func base64() throws(InvalidPayload) -> [UInt8] {
        let isEscaped = current.is(.escapedString)
        guard current.is(.string) || isEscaped else { throw mismatch("bytes in base64") }
        // Some writers escape every slash.
        let bytes =
            isEscaped ? unescaped(current).withUnsafeBytes { Base64.decode($0) } : Base64.decode(text(of: current))
        guard let bytes else { throw violation(.type, "the string is not base64") }
        return bytes
    }

    // MARK: Strings

    @inline(__always)
    func string(in slot: JSONSlot) -> String {
        if slot.is(.string) { return String(decoding: text(of: slot), as: UTF8.self) }
        return String(decoding: unescaped(slot), as: UTF8.self)
    }

    /// The content of a string that the scan has checked, its escapes resolved.
    private func unescaped(_ slot: JSONSlot) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(slot.length)
        var at = slot.start
        while at < slot.end {
            let next = byte(at)
            guard next == UInt8(ascii: "\\") else {
                bytes.append(next)
                at += 1
                continue
            }
            let escape = byte(at + 1)
            at += 2
            switch escape {
            case UInt8(ascii: "b"): bytes.append(0x08)
            case UInt8(ascii: "f"): bytes.append(0x0c)
            case UInt8(ascii: "n"): bytes.append(0x0a)
            case UInt8(ascii: "r"): bytes.append(0x0d)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "u"):
                var scalar = hexadecimal(at) ?? 0
                at += 4
                if scalar & 0xfc00 == 0xd800 {
                    scalar = 0x10000 + (scalar & 0x3ff) << 10 + (hexadecimal(at + 2) ?? 0) & 0x3ff
                    at += 6
                }
                bytes.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{fffd}").utf8)
            default: bytes.append(escape)
            }
        }
        return bytes
    }
}
