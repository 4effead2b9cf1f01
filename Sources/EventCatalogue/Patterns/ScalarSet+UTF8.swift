extension ScalarSet {
    /// The set as sequences of byte ranges: a text's scalar is in the set if and only if its UTF-8 fits one of them.
    var byteSequences: [[ClosedRange<UInt8>]] {
        var result: [[ClosedRange<UInt8>]] = []
        for range in ranges { Self.appendSequences(of: range, to: &result) }
        return result
    }

    /// The last scalar of each UTF-8 length.
    private static let lastOfLength: [UInt32] = [0x7F, 0x7FF, 0xFFFF, 0x10FFFF]

    /// Splits a range until the first and the last scalar's encodings span it byte by byte.
    private static func appendSequences(
        of range: ClosedRange<UInt32>, to result: inout [[ClosedRange<UInt8>]]
    ) {
        for last in lastOfLength where range.lowerBound <= last && last < range.upperBound {
            appendSequences(of: range.lowerBound...last, to: &result)
            appendSequences(of: (last + 1)...range.upperBound, to: &result)
            return
        }
        if range.upperBound > 0x7F {
            for count: UInt32 in 1...3 {
                let low = (UInt32(1) << (6 * count)) - 1
                guard range.lowerBound & ~low != range.upperBound & ~low else { continue }
                if range.lowerBound & low != 0 {
                    appendSequences(of: range.lowerBound...(range.lowerBound | low), to: &result)
                    appendSequences(of: ((range.lowerBound | low) + 1)...range.upperBound, to: &result)
                    return
                }
                if range.upperBound & low != low {
                    appendSequences(of: range.lowerBound...((range.upperBound & ~low) - 1), to: &result)
                    appendSequences(of: (range.upperBound & ~low)...range.upperBound, to: &result)
                    return
                }
            }
        }
        result.append(zip(utf8(range.lowerBound), utf8(range.upperBound)).map { $0...$1 })
    }

    private static func utf8(_ value: UInt32) -> [UInt8] {
        Unicode.Scalar(value).map { Array(String($0).utf8) } ?? []
    }
}
