/// Reads numbers that single characters separate, without making strings of them.
struct DecimalFields<Source: Sequence<UInt8>> {
    private var source: Source.Iterator

    init(_ source: Source) {
        self.source = source.makeIterator()
    }

    /// The next number, which `separator` ends; `nil` where there is none.
    mutating func next(endingWith separator: Unicode.Scalar) -> UInt64? {
        number { $0 == UInt8(ascii: separator) }
    }

    /// The last number, which the end of the text ends.
    mutating func last() -> UInt64? { number { $0 == nil } }

    private mutating func number(until isEnd: (UInt8?) -> Bool) -> UInt64? {
        var value: UInt64 = 0
        var digits = 0
        while true {
            let byte = source.next()
            if isEnd(byte) { return digits > 0 ? value : nil }
            guard let byte, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte), digits < 19 else { return nil }
            value = value * 10 + UInt64(byte - UInt8(ascii: "0"))
            digits += 1
        }
    }
}
