extension ExactNumber {
    static let zero = ExactNumber(isNegative: false, whole: [], scale: 0)

    /// The same number on the other side of zero.
    var negated: ExactNumber { ExactNumber(isNegative: !isNegative, whole: digits, scale: scale) }

    /// The value is DIGITS / 10^scale.
    private var scale: Int { digits.count - exponent }

    /// The digits of the value times 10^scale; `scale` is not below the number's own.
    private func whole(scale wanted: Int) -> [UInt8] {
        digits.isEmpty ? [] : digits + [UInt8](repeating: 0, count: wanted - scale)
    }

    /// The exact sum.
    func adding(_ other: ExactNumber) -> ExactNumber {
        if digits.isEmpty { return other }
        if other.digits.isEmpty { return self }
        let common = max(scale, other.scale)
        let (left, right) = (whole(scale: common), other.whole(scale: common))
        if isNegative == other.isNegative {
            return ExactNumber(isNegative: isNegative, whole: Self.sum(left, right), scale: common)
        }
        return Self.isBelow(left, right)
            ? ExactNumber(isNegative: other.isNegative, whole: Self.difference(right, left), scale: common)
            : ExactNumber(isNegative: isNegative, whole: Self.difference(left, right), scale: common)
    }

    /// The exact product.
    func multiplied(by other: ExactNumber) -> ExactNumber {
        guard !digits.isEmpty, !other.digits.isEmpty else { return .zero }
        var result = [Int](repeating: 0, count: digits.count + other.digits.count)
        for (row, digit) in digits.enumerated() {
            for (column, factor) in other.digits.enumerated() { result[row + column + 1] += Int(digit) * Int(factor) }
        }
        for place in result.indices.dropFirst().reversed() {
            result[place - 1] += result[place] / 10
            result[place] %= 10
        }
        return ExactNumber(
            isNegative: isNegative != other.isNegative, whole: result.map { UInt8($0) }, scale: scale + other.scale)
    }

    // MARK: Magnitudes, the most significant digit first

    private static func isBelow(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }

    private static func sum(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var carry: UInt8 = 0
        for place in 0..<max(left.count, right.count) {
            let digit = at(left, place) + at(right, place) + carry
            result.append(digit % 10)
            carry = digit / 10
        }
        if carry > 0 { result.append(carry) }
        return result.reversed()
    }

    /// `left` is not below `right`.
    private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var borrow: UInt8 = 0
        for place in 0..<left.count {
            let digit = 10 + at(left, place) - at(right, place) - borrow
            result.append(digit % 10)
            borrow = digit < 10 ? 1 : 0
        }
        return result.reversed()
    }

    /// The digit that stands for so many tens.
    private static func at(_ digits: [UInt8], _ place: Int) -> UInt8 {
        place < digits.count ? digits[digits.count - 1 - place] : 0
    }
}
