/// Loops over raw bytes, eight at a time, that both directions of the codec share.
enum Bytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Whether two runs of equal length hold the same bytes.
    @inline(__always)
    static func areEqual(_ left: UnsafeRawPointer, _ right: UnsafeRawPointer, _ count: Int) -> Bool {
        guard count >= 8 else {
            for at in 0..<count {
                if left.load(fromByteOffset: at, as: UInt8.self) != right.load(fromByteOffset: at, as: UInt8.self) {
                    return false
                }
            }
            return true
        }
        // The last word overlaps the one before it, so no byte is left over.
        var at = 0
        while at < count - 8 {
            if word(at: left + at) != word(at: right + at) { return false }
            at += 8
        }
        return word(at: left + (count - 8)) == word(at: right + (count - 8))
    }

    /// A high bit for each byte that is a quote, a backslash or a control character; other bits are to be ignored only
    /// above the first such byte, since a borrow may run upwards.
    @inline(__always)
    static func escapes(in word: UInt64) -> UInt64 {
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5c)
        let found = ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- ones &* 0x20) & ~word)
        return found & highBits
    }

    /// A high bit for each byte above ASCII.
    @inline(__always)
    static func nonASCII(in word: UInt64) -> UInt64 { word & highBits }

    /// The eight bytes at `pointer`, first byte lowest.
    @inline(__always)
    static func word(at pointer: UnsafeRawPointer) -> UInt64 {
        UInt64(littleEndian: pointer.loadUnaligned(as: UInt64.self))
    }

    /// Whether a run has a byte that a JSON string must escape.
    @inline(__always)
    static func needEscapes(_ text: UnsafeRawPointer, _ count: Int) -> Bool {
        var at = 0
        while at + 8 <= count {
            if escapes(in: word(at: text + at)) != 0 { return true }
            at += 8
        }
        while at < count {
            let byte = text.load(fromByteOffset: at, as: UInt8.self)
            if byte < 0x20 || byte == 0x22 || byte == 0x5c { return true }
            at += 1
        }
        return false
    }

    /// How many Unicode scalars a run of valid UTF-8 holds.
    static func scalarCount(_ text: UnsafeRawPointer, _ count: Int) -> Int {
        var scalars = 0
        for at in 0..<count where text.load(fromByteOffset: at, as: UInt8.self) & 0xc0 != 0x80 { scalars += 1 }
        return scalars
    }

    /// The length of the well-formed UTF-8 sequence that starts at `at` with a byte above ASCII; 0 where there is none.
    ///
    /// Table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing above U+10FFFF.
    static func sequenceLength(_ text: UnsafeRawPointer, at: Int, end: Int) -> Int {
        let first = text.load(fromByteOffset: at, as: UInt8.self)
        func continuation(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xbf) -> Bool {
            guard at + offset < end else { return false }
            let byte = text.load(fromByteOffset: at + offset, as: UInt8.self)
            return byte >= low && byte <= high
        }
        switch first {
        case 0xc2...0xdf: return continuation(1) ? 2 : 0
        case 0xe0: return continuation(1, 0xa0, 0xbf) && continuation(2) ? 3 : 0
        case 0xed: return continuation(1, 0x80, 0x9f) && continuation(2) ? 3 : 0
        case 0xe1...0xef: return continuation(1) && continuation(2) ? 3 : 0
        case 0xf0: return continuation(1, 0x90, 0xbf) && continuation(2) && continuation(3) ? 4 : 0
        case 0xf1...0xf3: return continuation(1) && continuation(2) && continuation(3) ? 4 : 0
        case 0xf4: return continuation(1, 0x80, 0x8f) && continuation(2) && continuation(3) ? 4 : 0
        default: return 0
        }
    }
}
