import EventCatalogue

/// A rule as Swift that `writePayload` of its event evaluates.
///
/// Where all operands are sure to have a value it is Swift's own operators; else it calls `Invariant`, whose logic has
/// three values. The functions have one meaning each, so that long rules compile fast.
struct SwiftExpression {
    /// A piece of Swift.
    struct Piece {
        let text: String
        /// Whether its value may be `nil`: unknown.
        let isOptional: Bool

        static func certain(_ text: String) -> Piece { Piece(text: text, isOptional: false) }
        static func optional(_ text: String) -> Piece { Piece(text: text, isOptional: true) }
    }

    /// How many operators of Swift one expression may have before the compiler takes long to find their types.
    private static let mostOperators = 8

    let access: SwiftFieldAccess
    private let mayUseOperators: Bool

    private init(_ expression: InvariantExpression, access: SwiftFieldAccess) {
        self.access = access
        mayUseOperators = Self.operators(in: expression) <= Self.mostOperators
    }

    private static func operators(in expression: InvariantExpression) -> Int {
        expression.parts.reduce(expression.parts.isEmpty ? 0 : 1) { $0 + operators(in: $1) }
    }

    /// The condition under which the rule is broken.
    static func violation(of expression: InvariantExpression, access: SwiftFieldAccess) throws(GenerationProblem)
        -> String
    {
        let piece = try SwiftExpression(expression, access: access).piece(expression)
        return piece.isOptional ? "\(piece.text) == false" : "!\(piece.text)"
    }

    // MARK: Parts

    private func piece(_ expression: InvariantExpression) throws(GenerationProblem) -> Piece {
        switch expression {
        case .literal(let literal): return Self.literal(literal)
        case .field(let path): return Self.value(try access.piece(path), path.type)
        case .has(let path): return try access.presence(path)
        case .size(let path): return try size(path)
        case .sum(let sum): return try self.sum(sum, access)
        case .not(let operand): return not(try piece(operand))
        case .negate(let operand):
            return .optional("\(Self.space(operand.type)).negate(\(try piece(operand).text))")
        case .and(let left, let right): return try logic("&&", "and", left, right)
        case .or(let left, let right): return try logic("||", "or", left, right)
        case .compare(let comparison, let left, let right): return try compare(comparison, left, right)
        case .arithmetic(let operation, let left, let right):
            let function = Self.functions[operation] ?? operation.rawValue
            let space = Self.space(left.type)
            return .optional("\(space).\(function)(\(try piece(left).text), \(try piece(right).text))")
        case .wholeToDouble(let operand): return .optional("Invariant.Real.of(\(try piece(operand).text))")
        case .wholeToDecimal(let operand): return .optional("Invariant.Decimal.of(whole: \(try piece(operand).text))")
        case .choose(let condition, let first, let second):
            let pieces = [try piece(condition), try piece(first), try piece(second)]
            if mayUseOperators, !pieces.contains(where: \.isOptional) {
                return .certain("(\(pieces[0].text) ? \(pieces[1].text) : \(pieces[2].text))")
            }
            return .optional("Invariant.choose(\(pieces.map(\.text).joined(separator: ", ")))")
        }
    }

    private static let functions: [InvariantExpression.Arithmetic: String] = [
        .add: "add", .subtract: "subtract", .multiply: "multiply", .divide: "divide", .remainder: "remainder",
    ]

    /// The functions of a number's type.
    private static func space(_ type: ExpressionType) -> String {
        switch type {
        case .double: "Invariant.Real"
        case .decimal: "Invariant.Decimal"
        default: "Invariant.Whole"
        }
    }

    private func not(_ operand: Piece) -> Piece {
        operand.isOptional || !mayUseOperators
            ? .optional("Invariant.not(\(operand.text))") : .certain("(!\(operand.text))")
    }

    private func logic(
        _ sign: String, _ function: String, _ left: InvariantExpression, _ right: InvariantExpression
    ) throws(GenerationProblem) -> Piece {
        let (one, other) = (try piece(left), try piece(right))
        if mayUseOperators, !one.isOptional, !other.isOptional {
            return .certain("(\(one.text) \(sign) \(other.text))")
        }
        return .optional("Invariant.\(function)(\(one.text), \(other.text))")
    }

    private func compare(
        _ comparison: InvariantExpression.Comparison, _ left: InvariantExpression, _ right: InvariantExpression
    ) throws(GenerationProblem) -> Piece {
        var (one, other) = (try piece(left), try piece(right))
        let isMixed = left.type != right.type && left.type.isNumber
        if isMixed { (one, other) = (Self.number(one, left.type), Self.number(other, right.type)) }
        let isCertain = mayUseOperators && !one.isOptional && !other.isOptional
        if left.type.isText {
            let same: Piece =
                isCertain
                ? .certain("Invariant.isSame(\(one.text), \(other.text))")
                : .optional("Invariant.same(\(one.text), \(other.text))")
            return comparison == .equal ? same : not(same)
        }
        if isCertain { return .certain("(\(one.text) \(comparison.rawValue) \(other.text))") }
        switch comparison {
        case .equal: return .optional("Invariant.equal(\(one.text), \(other.text))")
        case .notEqual: return .optional("Invariant.not(Invariant.equal(\(one.text), \(other.text)))")
        case .less: return .optional("Invariant.less(\(one.text), \(other.text))")
        case .atMost: return .optional("Invariant.atMost(\(one.text), \(other.text))")
        case .greater: return .optional("Invariant.less(\(other.text), \(one.text))")
        case .atLeast: return .optional("Invariant.atMost(\(other.text), \(one.text))")
        }
    }

    /// A whole number or a double, to be compared with the other kind.
    private static func number(_ piece: Piece, _ type: ExpressionType) -> Piece {
        .optional("Invariant.Number.of(\(type == .double ? "double" : "whole"): \(piece.text))")
    }

    // MARK: Operands

    private static func literal(_ literal: ExpressionLiteral) -> Piece {
        switch literal {
        case .boolean(let value): .certain("Invariant.literal(\(value))")
        case .whole(let value): .certain("Int128(\(value))")
        case .double(let value): .certain("Double(\(value))")
        case .decimal(let text): .optional("Invariant.Decimal(\(SwiftText.literal(text)))")
        case .text(let text), .date(let text): .certain(SwiftText.literal(text))
        case .timestamp(let microseconds): .certain("Timestamp(microseconds: \(microseconds))")
        }
    }

    /// A field's property as a value of the rule's type.
    private static func value(_ property: SwiftFieldAccess.Property, _ type: ExpressionType) -> Piece {
        switch type {
        case .whole:
            property.isOptional
                ? .optional("Invariant.Whole.of(\(property.text))") : .certain("Int128(\(property.text))")
        case .decimal: .optional("Invariant.Decimal(\(property.text))")
        case .enumeration:
            Piece(text: property.member("rawValue"), isOptional: property.isOptional)
        default: Piece(text: property.text, isOptional: property.isOptional)
        }
    }

    private func size(_ path: ExpressionPath) throws(GenerationProblem) -> Piece {
        let property = try access.piece(path)
        let count = property.member(path.type == .text ? "unicodeScalars.count" : "count")
        return property.isOptional ? .optional("Invariant.Whole.of(\(count))") : .certain("Int128(\(count))")
    }

    private func sum(_ sum: ExpressionSum, _ access: SwiftFieldAccess) throws(GenerationProblem) -> Piece {
        switch sum {
        case .value(let path): return Self.value(try access.piece(path), path.type)
        case .over(let path, let inner):
            let term = try self.sum(inner, try access.item(of: path))
            return .optional("\(Self.space(sum.type)).sum(\(try access.piece(path).text), { \(term.text) })")
        }
    }
}
