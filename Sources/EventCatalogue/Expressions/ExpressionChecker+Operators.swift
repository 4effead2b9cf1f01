extension ExpressionChecker {
    func compare(
        _ comparison: InvariantExpression.Comparison, _ left: ExpressionOperand, _ right: ExpressionOperand,
        _ syntax: ExpressionSyntax
    ) throws(ExpressionError) -> ExpressionOperand {
        let isOrder = comparison != .equal && comparison != .notEqual
        let (one, other): (InvariantExpression, InvariantExpression)
        if left.type.isNumber, right.type.isNumber {
            (one, other) = try numbers(left, right, "compared", syntax, mixes: true)
        } else {
            (one, other) = try alike(left, right, "compared", syntax)
            if isOrder, one.type != .date, one.type != .timestamp {
                throw fail(
                    "\(one.type.phrase) has no order; only numbers, dates and timestamps do. Write `==` or `!=`",
                    at: syntax)
            }
        }
        return ExpressionOperand(.compare(comparison, one, other), syntax)
    }

    func calculate(
        _ operation: InvariantExpression.Arithmetic, _ left: ExpressionOperand, _ right: ExpressionOperand,
        _ syntax: ExpressionSyntax
    ) throws(ExpressionError) -> ExpressionOperand {
        for operand in [left, right] where !operand.type.isNumber {
            throw fail("`\(operation.rawValue)` needs numbers, not \(operand.type.phrase)", at: operand.syntax)
        }
        let (one, other) = try numbers(left, right, "calculated with", syntax, mixes: false)
        if one.type == .decimal, operation == .divide || operation == .remainder {
            throw fail(
                "a decimal cannot be divided without rounding; multiply the other side instead", at: syntax)
        }
        return ExpressionOperand(.arithmetic(operation, one, other), syntax)
    }

    /// The two values of `?`.
    func choices(
        _ left: ExpressionOperand, _ right: ExpressionOperand, _ syntax: ExpressionSyntax
    ) throws(ExpressionError) -> (InvariantExpression, InvariantExpression) {
        if left.type.isNumber, right.type.isNumber {
            return try numbers(left, right, "the two values of one `?`", syntax, mixes: false)
        }
        return try alike(left, right, "the two values of one `?`", syntax)
    }

    // MARK: Bringing both sides to one type

    /// - Parameter mixes: whether a whole number and a double may stay what they are.
    private func numbers(
        _ left: ExpressionOperand, _ right: ExpressionOperand, _ use: String, _ syntax: ExpressionSyntax, mixes: Bool
    ) throws(ExpressionError) -> (InvariantExpression, InvariantExpression) {
        switch (left.type, right.type) {
        case (.decimal, _), (_, .decimal):
            return (try decimal(left, use, syntax), try decimal(right, use, syntax))
        case (.whole, .double): return (double(left, mixes: mixes), right.expression)
        case (.double, .whole): return (left.expression, double(right, mixes: mixes))
        default: return (left.expression, right.expression)
        }
    }

    /// A whole number beside a double: a number of the text becomes a double, unless that would round it in a comparison.
    private func double(_ operand: ExpressionOperand, mixes: Bool) -> InvariantExpression {
        if case .literal(.whole(let whole)) = operand.expression {
            let double = Double(whole)
            if !mixes || Int128(exactly: double) == whole { return .literal(.double(double)) }
        }
        return mixes ? operand.expression : .wholeToDouble(operand.expression)
    }

    private func decimal(
        _ operand: ExpressionOperand, _ use: String, _ syntax: ExpressionSyntax
    ) throws(ExpressionError) -> InvariantExpression {
        if case .number(let text) = operand.written {
            guard TextFormat.isDecimal(text) else {
                throw fail("beside a decimal a number has no exponent; write all its digits", at: operand.syntax)
            }
            return .literal(.decimal(text))
        }
        switch operand.type {
        case .decimal: return operand.expression
        case .whole: return .wholeToDecimal(operand.expression)
        default:
            throw fail(
                "a decimal and a double cannot be \(use): a double is not exact. Make both decimal, or both double",
                at: syntax)
        }
    }

    /// Two operands that are no numbers, or not both.
    private func alike(
        _ left: ExpressionOperand, _ right: ExpressionOperand, _ use: String, _ syntax: ExpressionSyntax
    ) throws(ExpressionError) -> (InvariantExpression, InvariantExpression) {
        let one = try taken(left, beside: right)
        let other = try taken(right, beside: left)
        if case .enumeration(let names) = one.type, case .enumeration(let others) = other.type {
            guard names.contains(where: others.contains) else {
                throw fail("the two enums have no value in common", at: syntax)
            }
            return (one, other)
        }
        guard one.type == other.type || (one.type.isText && other.type.isText) else {
            let first = left.type.phrase
            throw fail("\(first) and \(right.type.phrase) cannot be \(use)\(hint(left, right))", at: syntax)
        }
        return (one, other)
    }

    private func hint(_ left: ExpressionOperand, _ right: ExpressionOperand) -> String {
        switch (left.type, right.type) {
        case (.boolean, .text), (.text, .boolean): "; true and false are written without quotes"
        case (_, .text) where left.type.isNumber && right.written != nil: "; write the number without quotes"
        case (.text, _) where right.type.isNumber && left.written != nil: "; write the number without quotes"
        case (.date, .timestamp), (.timestamp, .date): "; which day it is depends on the time zone"
        default: ""
        }
    }

    /// The operand, of the type of what stands beside it where it is a text of the rule.
    private func taken(
        _ operand: ExpressionOperand, beside other: ExpressionOperand
    ) throws(ExpressionError) -> InvariantExpression {
        guard case .text(let text) = operand.written else { return operand.expression }
        switch other.type {
        case .enumeration(let names):
            guard names.contains(text) else {
                throw fail(
                    "the enum lists no `\(text)`; it lists \(names.joined(separator: ", "))"
                        + Suggestion.phrase(for: text, among: names), at: operand.syntax)
            }
            return operand.expression
        case .date:
            guard TextFormat.isDate(text) else {
                throw fail("a date is written '2027-06-30'", at: operand.syntax)
            }
            return .literal(.date(text))
        case .timestamp:
            guard let instant = Instant.microseconds(text) else {
                throw fail("a timestamp is written '2027-06-30T12:00:00Z'", at: operand.syntax)
            }
            return .literal(.timestamp(instant))
        default: return operand.expression
        }
    }
}
