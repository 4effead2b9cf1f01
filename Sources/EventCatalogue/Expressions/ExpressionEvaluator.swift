/// Works out a rule over one payload in its wire form.
struct ExpressionEvaluator {
    let payload: CatalogueValue

    /// Whether the rule holds; `nil` where that is unknown.
    static func truth(of expression: InvariantExpression, in payload: CatalogueValue) -> Bool? {
        ExpressionEvaluator(payload: payload).value(expression).truth
    }

    private func value(_ expression: InvariantExpression) -> ExpressionValue {
        switch expression {
        case .literal(let literal): return Self.value(literal)
        case .field(let path): return Self.value(Self.follow(path, from: payload), as: path.type)
        case .has(let path): return .boolean(Self.follow(path, from: payload) != .null)
        case .size(let path): return size(path)
        case .sum(let sum): return self.sum(sum, in: payload)
        case .not(let operand): return ExpressionValue(value(operand).truth.map { !$0 })
        case .negate(let operand): return ExpressionArithmetic.negate(value(operand))
        case .and(let left, let right):
            let (one, other) = (value(left).truth, value(right).truth)
            if one == false || other == false { return .boolean(false) }
            return one == nil || other == nil ? .unknown : .boolean(true)
        case .or(let left, let right):
            let (one, other) = (value(left).truth, value(right).truth)
            if one == true || other == true { return .boolean(true) }
            return one == nil || other == nil ? .unknown : .boolean(false)
        case .compare(let comparison, let left, let right):
            return ExpressionValue(ExpressionComparison.truth(comparison, value(left), value(right)))
        case .arithmetic(let operation, let left, let right):
            return ExpressionArithmetic.value(operation, value(left), value(right))
        case .wholeToDouble(let operand):
            guard case .whole(let whole) = value(operand) else { return .unknown }
            return .double(Double(whole))
        case .wholeToDecimal(let operand):
            guard case .whole(let whole) = value(operand) else { return .unknown }
            return ExactNumber("\(whole)").map { .decimal($0) } ?? .unknown
        case .choose(let condition, let first, let second):
            guard let truth = value(condition).truth else { return .unknown }
            return value(truth ? first : second)
        }
    }

    private func size(_ path: ExpressionPath) -> ExpressionValue {
        switch Self.follow(path, from: payload) {
        case .string(let text) where path.type == .other("bytes"):
            return TextFormat.base64Count(text).map { .whole(Int128($0)) } ?? .unknown
        case .string(let text): return .whole(Int128(text.unicodeScalars.count))
        case .array(let items): return .whole(Int128(items.count))
        case .object(let members): return .whole(Int128(members.count))
        default: return .unknown
        }
    }

    private func sum(_ sum: ExpressionSum, in holder: CatalogueValue) -> ExpressionValue {
        switch sum {
        case .value(let path): return Self.value(Self.follow(path, from: holder), as: path.type)
        case .over(let path, let term):
            guard case .array(let items) = Self.follow(path, from: holder) else { return .unknown }
            var total = ExpressionArithmetic.zero(of: sum.type)
            for item in items where total != .unknown {
                total = ExpressionArithmetic.value(.add, total, self.sum(term, in: item))
            }
            return total
        }
    }

    // MARK: Fields

    /// The value that a path leads to; null where there is none.
    private static func follow(_ path: ExpressionPath, from holder: CatalogueValue) -> CatalogueValue {
        path.steps.reduce(holder) { holder, step in
            guard case .object(let members) = holder else { return .null }
            if let constant = step.constant { return constant }
            return members.first { $0.name == step.field.name }?.value ?? step.valueWhenAbsent ?? .null
        }
    }

    private static func value(_ value: CatalogueValue, as type: ExpressionType) -> ExpressionValue {
        switch (type, value) {
        case (.boolean, .bool(let value)): .boolean(value)
        case (.whole, .number(let text)): Int128(text).map { .whole($0) } ?? .unknown
        case (.double, .number(let text)): Double(text).map { ExpressionValue($0) } ?? .unknown
        case (.decimal, .string(let text)) where text.utf8.count <= ExpressionArithmetic.longestDecimal:
            TextFormat.isDecimal(text) ? ExactNumber(text).map { .decimal($0) } ?? .unknown : .unknown
        case (.text, .string(let text)), (.enumeration, .string(let text)): .text(text)
        case (.date, .string(let text)): TextFormat.isDate(text) ? .text(text) : .unknown
        case (.timestamp, .string(let text)): Instant.microseconds(text).map { .instant($0) } ?? .unknown
        default: .unknown
        }
    }

    private static func value(_ literal: ExpressionLiteral) -> ExpressionValue {
        switch literal {
        case .boolean(let value): .boolean(value)
        case .whole(let value): .whole(value)
        case .double(let value): .double(value)
        case .decimal(let text): ExactNumber(text).map { .decimal($0) } ?? .unknown
        case .text(let text), .date(let text): .text(text)
        case .timestamp(let microseconds): .instant(microseconds)
        }
    }
}
