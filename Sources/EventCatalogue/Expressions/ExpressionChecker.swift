/// Finds out what the names of a rule stand for and whether its types fit.
struct ExpressionChecker {
    let types: TypeTable
    let fields: [FieldDefinition]
    /// Whose fields they are, for messages.
    let owner: String

    /// Reads a rule over the fields of an event.
    ///
    /// - Throws: ``ExpressionError`` for the first thing that is wrong.
    static func expression(
        _ text: String, of event: EventDefinition, types: TypeTable
    ) throws(ExpressionError) -> InvariantExpression {
        let syntax = try ExpressionParser.parse(text)
        let checker = ExpressionChecker(types: types, fields: event.fields, owner: "`\(event.name)`")
        let expression = try checker.condition(syntax, "a rule")
        guard expression.namesField else {
            throw ExpressionError(column: 1, message: "the rule names no field, so it says nothing of the event")
        }
        return expression
    }

    func fail(_ message: String, at syntax: ExpressionSyntax) -> ExpressionError {
        ExpressionError(column: syntax.column, message: message)
    }

    // MARK: Operands

    func operand(_ syntax: ExpressionSyntax) throws(ExpressionError) -> ExpressionOperand {
        switch syntax.kind {
        case .number(let text): return try number(text, syntax)
        case .text(let text):
            return ExpressionOperand(.literal(.text(text)), syntax, written: .text(text))
        case .boolean(let value): return ExpressionOperand(.literal(.boolean(value)), syntax)
        case .path(let names):
            let path = try path(names)
            if case .other = path.type { throw try notAValue(path, syntax) }
            return ExpressionOperand(.field(path), syntax)
        case .call(let function, let arguments): return try call(function, arguments, syntax)
        case .not(let inner): return ExpressionOperand(.not(try condition(inner, "what `!` turns round")), syntax)
        case .negate(let inner):
            let operand = try operand(inner)
            if case .number(let text) = operand.written, !text.hasPrefix("-") { return try number("-" + text, syntax) }
            guard operand.type.isNumber else {
                throw fail("`-` needs a number, not \(operand.type.phrase)", at: syntax)
            }
            return ExpressionOperand(.negate(operand.expression), syntax)
        case .binary(let symbol, let left, let right): return try binary(symbol, left, right, syntax)
        case .choose(let condition, let first, let second):
            let test = try self.condition(condition, "what stands before `?`")
            let (one, other) = try choices(try operand(first), try operand(second), syntax)
            return ExpressionOperand(.choose(test, one, other), syntax)
        }
    }

    private func condition(_ syntax: ExpressionSyntax, _ subject: String) throws(ExpressionError) -> InvariantExpression
    {
        let operand = try operand(syntax)
        guard operand.type == .boolean else {
            throw fail("\(subject) must be a bool, e.g. a comparison; this is \(operand.type.phrase)", at: syntax)
        }
        return operand.expression
    }

    private func number(_ text: String, _ syntax: ExpressionSyntax) throws(ExpressionError) -> ExpressionOperand {
        if text.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || $0 &- 0x30 < 10 }) {
            if let whole = Int128(text) {
                return ExpressionOperand(.literal(.whole(whole)), syntax, written: .number(text))
            }
        } else if let double = Double(text), double.isFinite {
            return ExpressionOperand(.literal(.double(double)), syntax, written: .number(text))
        }
        throw fail("the number is too large", at: syntax)
    }

    private func binary(
        _ symbol: ExpressionToken.Symbol, _ left: ExpressionSyntax, _ right: ExpressionSyntax,
        _ syntax: ExpressionSyntax
    ) throws(ExpressionError) -> ExpressionOperand {
        let sign = "`\(symbol.rawValue)`"
        switch symbol {
        case .and, .or:
            let one = try condition(left, "what stands before \(sign)")
            let other = try condition(right, "what stands after \(sign)")
            return ExpressionOperand(symbol == .and ? .and(one, other) : .or(one, other), syntax)
        default:
            let one = try operand(left)
            let other = try operand(right)
            if let comparison = InvariantExpression.Comparison(rawValue: symbol.rawValue) {
                return try compare(comparison, one, other, syntax)
            }
            guard let arithmetic = InvariantExpression.Arithmetic(rawValue: symbol.rawValue) else {
                throw fail("\(sign) is no operator", at: syntax)
            }
            return try calculate(arithmetic, one, other, syntax)
        }
    }

    // MARK: Functions

    private static let functions = ["size", "sum", "has"]

    private func call(
        _ function: String, _ arguments: [ExpressionSyntax], _ syntax: ExpressionSyntax
    ) throws(ExpressionError) -> ExpressionOperand {
        guard Self.functions.contains(function) else {
            let meant = Suggestion.phrase(for: function, among: Self.functions)
            throw fail("there is no function `\(function)`; there are size, sum and has\(meant)", at: syntax)
        }
        guard arguments.count == 1, case .path(let names) = arguments[0].kind else {
            throw fail("`\(function)` is of one field, e.g. `\(function)(\(fields.first?.name ?? "x"))`", at: syntax)
        }
        switch function {
        case "has": return ExpressionOperand(.has(try path(names)), syntax)
        case "sum": return ExpressionOperand(.sum(try sum(names)), syntax)
        default:
            let path = try path(names)
            guard [.text, .other("bytes"), .other("array"), .other("map")].contains(path.type) else {
                throw fail(
                    "`size` is of a text, bytes, an array or a map; this is \(path.type.phrase)", at: arguments[0])
            }
            return ExpressionOperand(.size(path), syntax)
        }
    }

    private func notAValue(_ path: ExpressionPath, _ syntax: ExpressionSyntax) throws(ExpressionError)
        -> ExpressionError
    {
        let text = path.steps.map(\.field.name).joined(separator: ".")
        let advice: String
        switch path.type {
        case .other("object"): advice = "write which of its fields, e.g. `\(text).\(example(of: path))`"
        case .other("array"): advice = "write `size(\(text))` or `sum(\(text))`"
        case .other("bytes"), .other("map"): advice = "write `size(\(text))`"
        default: advice = "a rule can only ask whether it is there: `has(\(text))`"
        }
        return fail("`\(text)` is \(path.type.phrase); \(advice)", at: syntax)
    }

    private func example(of path: ExpressionPath) -> String {
        guard case .object(let fields) = path.steps.last.flatMap({ types.resolved($0.field.type) }) else { return "x" }
        return fields.first?.name ?? "x"
    }
}
