/// A JSON number without rounding, to compare bounds of any size.
package struct ExactNumber: Sendable, Hashable, Comparable {
    let isNegative: Bool
    /// Significant digits, 0 … 9, without zeros at either end; none for zero.
    let digits: [UInt8]
    /// The value is 0.DIGITS · 10^exponent.
    let exponent: Int

    /// Reads a number by the grammar of RFC 8259; `nil` where the text is none.
    package init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative { bytes = bytes.dropFirst() }
        let whole = Self.takeDigits(&bytes)
        guard !whole.isEmpty, whole.count == 1 || whole[0] != 0 else { return nil }
        var fraction: [UInt8] = []
        if bytes.first == UInt8(ascii: ".") {
            bytes = bytes.dropFirst()
            fraction = Self.takeDigits(&bytes)
            guard !fraction.isEmpty else { return nil }
        }
        var power = 0
        if bytes.first == UInt8(ascii: "e") || bytes.first == UInt8(ascii: "E") {
            bytes = bytes.dropFirst()
            let isBelow = bytes.first == UInt8(ascii: "-")
            if isBelow || bytes.first == UInt8(ascii: "+") { bytes = bytes.dropFirst() }
            let powerDigits = Self.takeDigits(&bytes)
            guard !powerDigits.isEmpty else { return nil }
            for digit in powerDigits { power = min(power * 10 + Int(digit), 1_000_000) }
            if isBelow { power = -power }
        }
        guard bytes.isEmpty else { return nil }

        self.init(isNegative: isNegative, whole: whole + fraction, scale: fraction.count - power)
    }

    /// The number WHOLE / 10^scale, the most significant digit first.
    init(isNegative: Bool, whole: [UInt8], scale: Int) {
        let leading = whole.prefix { $0 == 0 }.count
        var significant = Array(whole.dropFirst(leading))
        while significant.last == 0 { significant.removeLast() }
        digits = significant
        self.isNegative = isNegative && !significant.isEmpty
        exponent = significant.isEmpty ? 0 : whole.count - leading - scale
    }

    private static func takeDigits(_ bytes: inout ArraySlice<UInt8>) -> [UInt8] {
        let digits = bytes.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        bytes = bytes.dropFirst(digits.count)
        return digits.map { $0 - UInt8(ascii: "0") }
    }

    /// Whether it is above zero.
    var isPositive: Bool { !isNegative && !digits.isEmpty }

    package static func < (left: Self, right: Self) -> Bool {
        if left.isNegative != right.isNegative { return left.isNegative }
        return left.isNegative ? right.magnitudeIsBelow(left) : left.magnitudeIsBelow(right)
    }

    private func magnitudeIsBelow(_ other: Self) -> Bool {
        if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
        if exponent != other.exponent { return exponent < other.exponent }
        return digits.lexicographicallyPrecedes(other.digits)
    }

    /// Whether it is a whole multiple of a positive step; steps of more than 18 digits have no multiples but 0.
    package func isMultiple(of step: Self) -> Bool {
        if digits.isEmpty { return true }
        let ownPlace = exponent - digits.count
        let stepPlace = step.exponent - step.digits.count
        let scale = min(ownPlace, stepPlace)
        guard step.digits.count + (stepPlace - scale) <= 18 else { return false }
        var divisor: UInt64 = 0
        for digit in step.digits { divisor = divisor * 10 + UInt64(digit) }
        for _ in 0..<(stepPlace - scale) { divisor *= 10 }
        guard divisor > 0 else { return false }
        var remainder: UInt64 = 0
        for digit in digits { remainder = (remainder * 10 + UInt64(digit)) % divisor }
        for _ in 0..<(ownPlace - scale) { remainder = remainder * 10 % divisor }
        return remainder == 0
    }
}
