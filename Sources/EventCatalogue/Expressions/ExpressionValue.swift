/// What a part of a rule comes out as.
enum ExpressionValue: Sendable, Hashable {
    case unknown
    case boolean(Bool)
    case whole(Int128)
    /// Finite.
    case double(Double)
    case decimal(ExactNumber)
    /// A text, an enum's value or a date.
    case text(String)
    /// Microseconds since 1970, UTC.
    case instant(Int64)

    /// The truth of a bool; `nil` where it is unknown.
    var truth: Bool? {
        guard case .boolean(let value) = self else { return nil }
        return value
    }

    init(_ truth: Bool?) { self = truth.map { .boolean($0) } ?? .unknown }
    init(_ double: Double) { self = double.isFinite ? .double(double) : .unknown }
}
