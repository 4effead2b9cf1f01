/// Comparisons of rules.
enum ExpressionComparison {
    /// Whether the comparison holds; `nil` where a side is unknown.
    static func truth(
        _ comparison: InvariantExpression.Comparison, _ left: ExpressionValue, _ right: ExpressionValue
    ) -> Bool? {
        switch (left, right) {
        case (.boolean(let left), .boolean(let right)): equality(comparison, left == right)
        case (.whole(let left), .whole(let right)): order(comparison, left, right)
        case (.double(let left), .double(let right)): order(comparison, left, right)
        case (.whole(let left), .double(let right)): order(comparison, compare(left, right), 0)
        case (.double(let left), .whole(let right)): order(comparison, 0, compare(right, left))
        case (.decimal(let left), .decimal(let right)): order(comparison, left, right)
        case (.instant(let left), .instant(let right)): order(comparison, left, right)
        case (.text(let left), .text(let right)):
            // By bytes: Swift's own `==` takes texts for equal that look alike.
            switch comparison {
            case .equal, .notEqual: equality(comparison, Bytewise(left) == Bytewise(right))
            default: order(comparison, Bytewise(left), Bytewise(right))
            }
        default: nil
        }
    }

    private static func equality(_ comparison: InvariantExpression.Comparison, _ isEqual: Bool) -> Bool? {
        switch comparison {
        case .equal: isEqual
        case .notEqual: !isEqual
        default: nil
        }
    }

    private static func order<Value: Comparable>(
        _ comparison: InvariantExpression.Comparison, _ left: Value, _ right: Value
    ) -> Bool {
        switch comparison {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .atMost: left <= right
        case .greater: left > right
        case .atLeast: left >= right
        }
    }

    /// -1, 0 or 1 as a whole number is below, equal to or above a finite double, without rounding either.
    static func compare(_ whole: Int128, _ double: Double) -> Int {
        // 2^127, above every whole number.
        if double >= 0x1p127 { return -1 }
        if double < -0x1p127 { return 1 }
        let floor = double.rounded(.down)
        let part = Int128(floor)
        if whole != part { return whole < part ? -1 : 1 }
        return floor < double ? -1 : 0
    }
}
