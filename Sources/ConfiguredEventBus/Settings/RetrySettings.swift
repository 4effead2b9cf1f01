/// How a publish that was certainly not sent is tried again.
public struct RetrySettings: Sendable, Hashable {
    /// How often it is tried again after the first try.
    public let maximumRetries: Int
    /// The delay before the first repetition.
    public let baseDelay: Duration
    /// The longest delay between two tries.
    public let maximumDelay: Duration

    /// Creates a policy.
    public init(maximumRetries: Int, baseDelay: Duration, maximumDelay: Duration = .seconds(30)) {
        self.maximumRetries = maximumRetries
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
    }

    /// The longest delay before a repetition; the actual one is drawn evenly between zero and this (full jitter).
    ///
    /// - Parameter repetition: Which repetition it is, from 1.
    public func delayLimit(beforeRepetition repetition: Int) -> Duration {
        var delay = baseDelay
        for _ in 1..<max(repetition, 1) where delay < maximumDelay { delay *= 2 }
        return min(delay, maximumDelay)
    }
}
