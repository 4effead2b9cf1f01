/// Arithmetic of rules: what has no exact, finite result is unknown.
enum ExpressionArithmetic {
    /// The longest decimal text that a rule calculates with, in bytes; a longer one is unknown.
    static let longestDecimal = 1000

    static func zero(of type: ExpressionType) -> ExpressionValue {
        switch type {
        case .double: .double(0)
        case .decimal: .decimal(ExactNumber.zero)
        default: .whole(0)
        }
    }

    static func negate(_ value: ExpressionValue) -> ExpressionValue {
        switch value {
        case .whole(let whole): self.value(.subtract, .whole(0), .whole(whole))
        case .double(let double): .double(-double)
        case .decimal(let decimal): .decimal(decimal.negated)
        default: .unknown
        }
    }

    static func value(
        _ operation: InvariantExpression.Arithmetic, _ left: ExpressionValue, _ right: ExpressionValue
    ) -> ExpressionValue {
        switch (left, right) {
        case (.whole(let left), .whole(let right)): whole(operation, left, right)
        case (.double(let left), .double(let right)): double(operation, left, right)
        case (.decimal(let left), .decimal(let right)): decimal(operation, left, right)
        default: .unknown
        }
    }

    private static func whole(_ operation: InvariantExpression.Arithmetic, _ left: Int128, _ right: Int128)
        -> ExpressionValue
    {
        let result: (partialValue: Int128, overflow: Bool)
        switch operation {
        case .add: result = left.addingReportingOverflow(right)
        case .subtract: result = left.subtractingReportingOverflow(right)
        case .multiply: result = left.multipliedReportingOverflow(by: right)
        case .divide: result = left.dividedReportingOverflow(by: right)
        case .remainder: result = left.remainderReportingOverflow(dividingBy: right)
        }
        return result.overflow ? .unknown : .whole(result.partialValue)
    }

    private static func double(_ operation: InvariantExpression.Arithmetic, _ left: Double, _ right: Double)
        -> ExpressionValue
    {
        switch operation {
        case .add: ExpressionValue(left + right)
        case .subtract: ExpressionValue(left - right)
        case .multiply: ExpressionValue(left * right)
        case .divide: ExpressionValue(left / right)
        case .remainder: ExpressionValue(left.truncatingRemainder(dividingBy: right))
        }
    }

    private static func decimal(
        _ operation: InvariantExpression.Arithmetic, _ left: ExactNumber, _ right: ExactNumber
    ) -> ExpressionValue {
        switch operation {
        case .add: .decimal(left.adding(right))
        case .subtract: .decimal(left.adding(right.negated))
        case .multiply: .decimal(left.multiplied(by: right))
        case .divide, .remainder: .unknown
        }
    }
}
