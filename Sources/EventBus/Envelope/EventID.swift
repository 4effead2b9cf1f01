/// The identity of one event: a UUID of version 7 (RFC 9562, section 5.7), so ids sort by the time they were made.
public struct EventID: Sendable, Hashable, CustomStringConvertible {
    /// The first 8 bytes, big-endian: 48 bits of Unix milliseconds, the version, 12 random bits.
    let high: UInt64
    /// The last 8 bytes, big-endian: the variant and 62 random bits.
    let low: UInt64

    /// Makes an id of the given moment from 74 random bits of `random`.
    init(milliseconds: UInt64, random: (UInt64, UInt64)) {
        high = milliseconds << 16 | 0x7000 | random.0 & 0x0fff
        low = 0x8000_0000_0000_0000 | random.1 & 0x3fff_ffff_ffff_ffff
    }

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the 36-character form of any UUID; `nil` for anything else.
    public init?(_ text: String) {
        var text = text
        let parts: (UInt64, UInt64)? = text.withUTF8 { Self.parse(UnsafeRawBufferPointer($0)) }
        guard let parts else { return nil }
        (high, low) = parts
    }

    /// Lower-case hexadecimal with hyphens, 36 characters.
    public var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            write(to: UnsafeMutableRawBufferPointer(buffer))
            return 36
        }
    }

    /// Writes the 36 characters to the start of `buffer`.
    package func write(to buffer: UnsafeMutableRawBufferPointer) {
        precondition(buffer.count >= 36)
        var at = 0
        for byte in 0..<16 {
            if byte == 4 || byte == 6 || byte == 8 || byte == 10 {
                buffer[at] = UInt8(ascii: "-")
                at += 1
            }
            let word = byte < 8 ? high : low
            let value = UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (byte & 7)))
            buffer[at] = Self.hexadecimal(value >> 4)
            buffer[at + 1] = Self.hexadecimal(value & 0x0f)
            at += 2
        }
    }

    private static func hexadecimal(_ nibble: UInt8) -> UInt8 {
        nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") - 10 + nibble
    }

    package static func parse(_ text: UnsafeRawBufferPointer) -> (UInt64, UInt64)? {
        guard text.count == 36 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        var digits = 0
        for (index, byte) in text.enumerated() {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            let nibble: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): nibble = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): nibble = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): nibble = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            if digits < 16 { words.0 = words.0 << 4 | UInt64(nibble) } else { words.1 = words.1 << 4 | UInt64(nibble) }
            digits += 1
        }
        return words
    }
}
