import EventCatalogue

extension Constraints {
    /// What satisfies both; of two key patterns these ones stay, and the other is to be checked besides.
    ///
    /// `nil` where a multiple of both steps is beyond 64 bits.
    func narrowed(by other: Constraints) -> Constraints? {
        var result = self
        result.minimum = Self.tighter(minimum, other.minimum, >)
        result.maximum = Self.tighter(maximum, other.maximum, <)
        result.exclusiveMinimum = Self.tighter(exclusiveMinimum, other.exclusiveMinimum, >)
        result.exclusiveMaximum = Self.tighter(exclusiveMaximum, other.exclusiveMaximum, <)
        result.minLength = [minLength, other.minLength].compactMap(\.self).max()
        result.maxLength = [maxLength, other.maxLength].compactMap(\.self).min()
        result.minItems = [minItems, other.minItems].compactMap(\.self).max()
        result.maxItems = [maxItems, other.maxItems].compactMap(\.self).min()
        result.uniqueItems = uniqueItems || other.uniqueItems
        result.keyPattern = keyPattern ?? other.keyPattern
        if let step = multipleOf, let second = other.multipleOf, step != second {
            guard let common = DecimalStep(step)?.leastCommonMultiple(with: DecimalStep(second)) else { return nil }
            result.multipleOf = common
        } else {
            result.multipleOf = multipleOf ?? other.multipleOf
        }
        return result
    }

    private static func tighter(
        _ left: String?, _ right: String?, _ isTighter: (ExactNumber, ExactNumber) -> Bool
    ) -> String? {
        guard let left, let first = ExactNumber(left) else { return right }
        guard let right, let second = ExactNumber(right) else { return left }
        return isTighter(second, first) ? right : left
    }
}

/// A step without rounding: DIGITS / 10^scale.
private struct DecimalStep {
    let digits: UInt64
    let scale: Int

    /// Reads a step as the catalogue writes it; `nil` where it has an exponent or does not fit.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let digits = UInt64(parts.joined()), digits > 0 else { return nil }
        self.digits = digits
        scale = parts.count == 2 ? parts[1].count : 0
    }

    /// The smallest number that is a multiple of both; `nil` where it does not fit 64 bits.
    func leastCommonMultiple(with other: DecimalStep?) -> String? {
        guard let other else { return nil }
        let common = max(scale, other.scale)
        guard let left = raised(to: common), let right = other.raised(to: common) else { return nil }
        var (divisor, rest) = (left, right)
        while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
        let (product, overflow) = left.multipliedReportingOverflow(by: right / divisor)
        if overflow { return nil }
        if common == 0 { return "\(product)" }
        let text = "\(product)"
        let padded = String(repeating: "0", count: max(0, common + 1 - text.count)) + text
        return "\(padded.dropLast(common)).\(padded.suffix(common))"
    }

    private func raised(to scale: Int) -> UInt64? {
        var result = digits
        for _ in self.scale..<scale {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            result = product
        }
        return result
    }
}
