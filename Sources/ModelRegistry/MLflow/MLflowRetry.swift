/// When a request that failed is sent again, and how long that takes at most.
public struct MLflowRetry: Sendable, Hashable {
    /// How often it is sent again.
    public var maximumRetries: Int
    /// The longest wait before the first repetition; it doubles with each.
    public var base: Duration
    /// The longest wait before any repetition, unless the server asks for more.
    public var maximum: Duration
    /// How long all waits of one request may be together; a `Retry-After` beyond what is left ends the trying.
    public var budget: Duration

    /// Describes when to try again.
    public init(
        maximumRetries: Int = 3, base: Duration = .milliseconds(200), maximum: Duration = .seconds(5),
        budget: Duration = .seconds(20)
    ) {
        self.maximumRetries = maximumRetries
        self.base = base
        self.maximum = maximum
        self.budget = budget
    }

    /// How long to wait before a repetition; `nil` where there is to be none.
    ///
    /// - Parameters:
    ///   - repetition: Which it is, from 1.
    ///   - retryAfter: What the server asked for.
    ///   - spent: How long has been waited already.
    ///   - fraction: A random number of 0..<1: full jitter, so that many clients do not come back at once.
    package func wait(
        before repetition: Int, retryAfter: Duration?, spent: Duration, fraction: Double
    ) -> Duration? {
        guard repetition <= maximumRetries else { return nil }
        var limit = base
        for _ in 1..<max(repetition, 1) where limit < maximum { limit *= 2 }
        var wait = min(limit, maximum) * fraction
        // Those who were all told the same moment are spread behind it.
        if let retryAfter { wait += retryAfter }
        return spent + wait <= budget ? wait : nil
    }
}
