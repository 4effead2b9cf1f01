/// What a part of a rule is.
package enum ExpressionType: Sendable, Hashable {
    case boolean
    /// A whole number.
    case whole
    /// An IEEE 754 double.
    case double
    /// A decimal number of any length: `decimal` and `uint256`.
    case decimal
    case text
    /// A value of an enum, with what the enum lists.
    case enumeration([String])
    case date
    case timestamp
    /// What can only be asked whether it is there, or how large it is.
    case other(String)

    /// The type with its article, for messages.
    var phrase: String {
        switch self {
        case .boolean: "a bool"
        case .whole: "a whole number"
        case .double: "a double"
        case .decimal: "a decimal"
        case .text: "a text"
        case .enumeration: "an enum"
        case .date: "a date"
        case .timestamp: "a timestamp"
        case .other("bytes"): "bytes"
        case .other(let word): "aeiou".contains(word.first ?? "x") ? "an \(word)" : "a \(word)"
        }
    }

    /// Whether it can be calculated with.
    package var isNumber: Bool { [.whole, .double, .decimal].contains(self) }

    /// Whether it is compared as a text.
    package var isText: Bool {
        switch self {
        case .text, .enumeration: true
        default: false
        }
    }
}
