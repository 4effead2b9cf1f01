/// A rule whose names and types are known; every part of it may come out as unknown.
///
/// The meaning is that of SQL: an operand that is absent or null is unknown, what is made of it is unknown, `false && x`
/// is false and `true || x` is true whatever x is, and only a rule that comes out as false is broken.
package indirect enum InvariantExpression: Sendable, Hashable {
    case literal(ExpressionLiteral)
    /// A field's value; what is absent has its default.
    case field(ExpressionPath)
    /// Whether a field has a value: is neither absent without a default, nor null. Always known.
    case has(ExpressionPath)
    /// Unicode scalars of a text, bytes of bytes, items of an array, entries of a map.
    case size(ExpressionPath)
    /// Of type ``ExpressionSum/type``.
    case sum(ExpressionSum)
    case not(InvariantExpression)
    /// Of a number.
    case negate(InvariantExpression)
    case and(InvariantExpression, InvariantExpression)
    case or(InvariantExpression, InvariantExpression)
    /// Operands are of one type, but that a whole number may be compared with a double, exactly, and an enum with a text.
    case compare(Comparison, InvariantExpression, InvariantExpression)
    /// Operands are of one type, which is that of the result.
    case arithmetic(Arithmetic, InvariantExpression, InvariantExpression)
    /// A whole number as the nearest double.
    case wholeToDouble(InvariantExpression)
    /// A whole number as a decimal.
    case wholeToDecimal(InvariantExpression)
    /// The second where the first is true, the third where it is false.
    case choose(InvariantExpression, InvariantExpression, InvariantExpression)

    /// A comparison.
    package enum Comparison: String, Sendable, Hashable, CaseIterable {
        case equal = "=="
        case notEqual = "!="
        case less = "<"
        case atMost = "<="
        case greater = ">"
        case atLeast = ">="
    }

    /// An operation on two numbers.
    package enum Arithmetic: String, Sendable, Hashable, CaseIterable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        /// Of whole numbers: towards zero.
        case divide = "/"
        /// With the sign of the first.
        case remainder = "%"
    }

    /// The type of what it gives.
    package var type: ExpressionType {
        switch self {
        case .literal(let literal): literal.type
        case .field(let path): path.type
        case .size: .whole
        case .sum(let sum): sum.type
        case .negate(let operand), .arithmetic(_, let operand, _): operand.type
        case .wholeToDouble: .double
        case .wholeToDecimal: .decimal
        case .choose(_, let first, let second):
            // An enum's value or a text: a text.
            first.type == second.type ? first.type : .text
        case .has, .not, .and, .or, .compare: .boolean
        }
    }

    /// The parts that it is made of.
    package var parts: [InvariantExpression] {
        switch self {
        case .literal, .field, .has, .size, .sum: []
        case .not(let operand), .negate(let operand), .wholeToDouble(let operand), .wholeToDecimal(let operand):
            [operand]
        case .and(let left, let right), .or(let left, let right), .compare(_, let left, let right),
            .arithmetic(_, let left, let right):
            [left, right]
        case .choose(let condition, let first, let second): [condition, first, second]
        }
    }

    /// Whether it speaks of a field.
    var namesField: Bool {
        switch self {
        case .field, .has, .size, .sum: true
        default: parts.contains(where: \.namesField)
        }
    }
}
