/// What a measured value must keep to.
enum Bound: Sendable, Hashable {
    case atLeast(Double)
    case atMost(Double)

    /// Whether a value keeps to it. What is no number never does.
    func isMet(by value: Double) -> Bool {
        switch self {
        case .atLeast(let limit): value >= limit
        case .atMost(let limit): value <= limit
        }
    }

    var limit: Double {
        switch self {
        case .atLeast(let limit), .atMost(let limit): limit
        }
    }
}
