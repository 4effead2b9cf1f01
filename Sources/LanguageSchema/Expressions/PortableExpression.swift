import EventCatalogue

/// A rule as calls of the functions of a language's runtime, which have the same names in Python and TypeScript.
///
/// The payload is in its wire form, in a variable `p`. Each call gives its language's "nothing" where it is unknown.
struct PortableExpression {
    /// A text in quotes.
    let quoted: (String) -> String
    /// A value of the catalogue.
    let constant: (CatalogueValue) -> String
    /// A whole number.
    let whole: (String) -> String
    /// The function of an item that gives what an expression of `item` gives.
    let function: (_ item: String, _ body: String) -> String
    let truth: (Bool) -> String

    func text(_ expression: InvariantExpression) -> String {
        switch expression {
        case .literal(let literal): self.literal(literal)
        case .field(let path): value(follow(path, from: "p"), path.type)
        case .has(let path): "_has(\(follow(path, from: "p")))"
        case .size(let path):
            path.type == .other("bytes")
                ? "_size_bytes(\(follow(path, from: "p")))" : "_size(\(follow(path, from: "p")))"
        case .sum(let sum): self.sum(sum, from: "p", depth: 0)
        case .not(let operand): "_not(\(text(operand)))"
        case .negate(let operand): "_neg(\(text(operand)))"
        case .and(let left, let right): "_and(\(text(left)), \(text(right)))"
        case .or(let left, let right): "_or(\(text(left)), \(text(right)))"
        case .compare(let comparison, let left, let right): compare(comparison, text(left), text(right))
        case .arithmetic(let operation, let left, let right):
            "\(Self.functions[operation] ?? "")(\(text(left)), \(text(right)))"
        case .wholeToDouble(let operand): "_to_double(\(text(operand)))"
        case .wholeToDecimal(let operand): "_to_decimal(\(text(operand)))"
        case .choose(let condition, let first, let second):
            "_if(\(text(condition)), \(text(first)), \(text(second)))"
        }
    }

    private static let functions: [InvariantExpression.Arithmetic: String] = [
        .add: "_add", .subtract: "_sub", .multiply: "_mul", .divide: "_div", .remainder: "_rem",
    ]

    private func compare(_ comparison: InvariantExpression.Comparison, _ left: String, _ right: String) -> String {
        switch comparison {
        case .equal: "_eq(\(left), \(right))"
        case .notEqual: "_not(_eq(\(left), \(right)))"
        case .less: "_lt(\(left), \(right))"
        case .atMost: "_le(\(left), \(right))"
        case .greater: "_lt(\(right), \(left))"
        case .atLeast: "_le(\(right), \(left))"
        }
    }

    private func literal(_ literal: ExpressionLiteral) -> String {
        switch literal {
        case .boolean(let value): truth(value)
        case .whole(let value): whole("\(value)")
        case .double(let value): "\(value)"
        case .decimal(let text): "_decimal(\(quoted(text)))"
        case .text(let text), .date(let text): quoted(text)
        case .timestamp(let microseconds): whole("\(microseconds)")
        }
    }

    private func follow(_ path: ExpressionPath, from root: String) -> String {
        path.steps.reduce(root) { holder, step in
            if let constant = step.constant { return "_const(\(holder), \(self.constant(constant)))" }
            let otherwise = step.valueWhenAbsent.map { ", \(constant($0))" } ?? ""
            return "_get(\(holder), \(quoted(step.field.name))\(otherwise))"
        }
    }

    /// A value of the wire as what the runtime calculates with.
    private func value(_ text: String, _ type: ExpressionType) -> String {
        switch type {
        case .whole: "_whole(\(text))"
        case .double: "_double(\(text))"
        case .decimal: "_decimal(\(text))"
        case .timestamp: "_instant(\(text))"
        default: text
        }
    }

    private func sum(_ sum: ExpressionSum, from root: String, depth: Int) -> String {
        switch sum {
        case .value(let path): return value(follow(path, from: root), path.type)
        case .over(let path, let inner):
            let item = "i\(depth)"
            let zero: String
            switch sum.type {
            case .double: zero = "0.0"
            case .decimal: zero = "_decimal(\(quoted("0")))"
            default: zero = whole("0")
            }
            let body = self.sum(inner, from: item, depth: depth + 1)
            return "_sum(\(follow(path, from: root)), \(zero), \(function(item, body)))"
        }
    }
}
