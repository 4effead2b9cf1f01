/// Decimal integers in bytes, as Redis writes them.
enum DecimalInteger {
    /// The value of `-?[0-9]+`; `nil` for anything else and beyond 64 bits.
    static func parse(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        var index = 0
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { index = 1 }
        guard index < bytes.count else { return nil }
        var value: Int64 = 0
        while index < bytes.count {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            // Downwards, since the least value has no positive counterpart.
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (next, carries) = product.subtractingReportingOverflow(Int64(digit))
            guard !tooLarge, !carries else { return nil }
            value = next
            index += 1
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }
}
