/// Exponential back-off with full jitter: before attempt `n` wait a random time between nothing and `base · 2ⁿ`, at most `maximum`.
///
/// Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
public struct RedisBackoff: Sendable, Hashable {
    /// The upper bound of the first wait.
    public var base: Duration
    /// The upper bound of every wait.
    public var maximum: Duration

    /// Makes a policy.
    public init(base: Duration = .milliseconds(50), maximum: Duration = .seconds(2)) {
        self.base = base
        self.maximum = maximum
    }

    /// How long to wait.
    ///
    /// - Parameters:
    ///   - failures: How many attempts have failed in a row, at least 1.
    ///   - fraction: A random number from 0 up to 1.
    func delay(afterFailures failures: Int, fraction: Double) -> Duration {
        var bound = base
        for _ in 1..<max(failures, 1) where bound < maximum { bound *= 2 }
        return min(bound, maximum) * fraction
    }
}
