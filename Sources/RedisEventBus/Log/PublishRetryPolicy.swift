/// How often and how soon a publish that failed is tried again.
///
/// Only what may succeed later is tried again, and nothing twice: where the outcome of a try was lost, the lost connection
/// is closed on the server and the log is searched for the event first.
public struct PublishRetryPolicy: Sendable, Hashable {
    /// How often it is tried again after the first try; 0 for never.
    public var maximumRetries: Int
    /// The longest delay before the first repetition; it doubles with each.
    public var baseDelay: Duration
    /// The longest delay between two tries.
    public var maximumDelay: Duration

    /// Makes a policy.
    public init(maximumRetries: Int, baseDelay: Duration, maximumDelay: Duration = .seconds(30)) {
        self.maximumRetries = maximumRetries
        self.baseDelay = baseDelay
        self.maximumDelay = maximumDelay
    }

    /// One try only; the caller hears of its failure at once.
    public static let none = PublishRetryPolicy(maximumRetries: 0, baseDelay: .zero)

    /// The longest delay before a repetition; the actual one is drawn evenly between zero and this (full jitter).
    ///
    /// Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
    ///
    /// - Parameter repetition: Which repetition it is, from 1.
    public func delayLimit(beforeRepetition repetition: Int) -> Duration {
        var delay = baseDelay
        for _ in 1..<max(repetition, 1) where delay < maximumDelay { delay *= 2 }
        return min(delay, maximumDelay)
    }
}
