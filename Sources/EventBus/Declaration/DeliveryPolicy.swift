/// How often and how fast a failed delivery is tried again, and what happens when that is used up.
public struct DeliveryPolicy: Sendable, Hashable {
    /// How often a handler is run in all before the delivery becomes a dead letter; at least 1.
    public let attempts: Int
    /// The pause between attempts.
    public let backoff: RetryBackoff
    /// After how long without a sign of life a delivery may be claimed by another consumer.
    public let ackTimeout: Duration
    /// What becomes of later events of an aggregate one of whose events became a dead letter.
    public let afterDeadLetter: AfterDeadLetter

    /// What becomes of later events of the same aggregate.
    public enum AfterDeadLetter: Sendable, Hashable {
        /// They are delivered.
        case `continue`
        /// They wait, in order, until the dead letter is redriven or discarded.
        case holdAggregate
    }

    /// Declares a policy; the defaults are the catalogue's.
    public init(
        attempts: Int = 4, backoff: RetryBackoff = RetryBackoff(), ackTimeout: Duration = .seconds(60),
        afterDeadLetter: AfterDeadLetter = .continue
    ) {
        precondition(attempts >= 1, "a delivery is attempted at least once")
        self.attempts = attempts
        self.backoff = backoff
        self.ackTimeout = ackTimeout
        self.afterDeadLetter = afterDeadLetter
    }
}

/// Exponential back-off with full jitter: the pause before attempt n+1 is uniform in 0 … min(max, base · factorⁿ⁻¹).
///
/// Full jitter: each caller draws from the whole interval, so that many who failed together do not come back together.
public struct RetryBackoff: Sendable, Hashable {
    /// The cap of the first pause.
    public let base: Duration
    /// By how much the cap grows with each failed attempt; at least 1.
    public let factor: Double
    /// What the cap never exceeds.
    public let max: Duration

    /// Declares a back-off.
    public init(base: Duration = .seconds(1), factor: Double = 2, max: Duration = .seconds(30)) {
        precondition(factor >= 1, "a back-off does not shrink")
        self.base = base
        self.factor = factor
        self.max = max
    }

    /// The longest pause after the given number of failed attempts (1, 2, …).
    public func cap(afterAttempts failed: Int) -> Duration {
        var cap = base
        var step = 1
        while step < failed, cap < max {
            cap = cap * factor
            step += 1
        }
        return min(cap, max)
    }

    /// The pause to make after the given number of failed attempts, drawn from `generator`.
    public func pause(afterAttempts failed: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        cap(afterAttempts: failed) * Double.random(in: 0...1, using: &generator)
    }
}
