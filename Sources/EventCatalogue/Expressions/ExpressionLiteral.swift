/// A value that stands in a rule's text, of the type that its place asks for.
package enum ExpressionLiteral: Sendable, Hashable {
    case boolean(Bool)
    case whole(Int128)
    /// Finite.
    case double(Double)
    /// A decimal number without exponent, e.g. `-12.50`.
    case decimal(String)
    case text(String)
    /// `YYYY-MM-DD`.
    case date(String)
    /// Microseconds since 1970, UTC.
    case timestamp(Int64)

    package var type: ExpressionType {
        switch self {
        case .boolean: .boolean
        case .whole: .whole
        case .double: .double
        case .decimal: .decimal
        case .text: .text
        case .date: .date
        case .timestamp: .timestamp
        }
    }
}
