/// How fast a command acts: evenly, so many times a second.
struct Pace: Sendable, Hashable {
    /// How often a second at most; `nil` is without bound.
    let rate: Int?

    /// How long to wait before the next act.
    ///
    /// - Parameters:
    ///   - done: How many acts there were.
    ///   - elapsed: The time since the first.
    func pause(after done: Int, elapsed: Duration) -> Duration {
        guard let rate else { return .zero }
        return max(.seconds(1) * done / rate - elapsed, .zero)
    }
}
