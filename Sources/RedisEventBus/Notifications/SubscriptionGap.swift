public import EventBus

/// A place in a log where a subscriber has not seen all there was.
public struct SubscriptionGap: Error, Sendable, Hashable, CustomStringConvertible {
    /// Why entries are missing.
    public enum Reason: String, Sendable, Hashable {
        /// They were removed from the log before this subscriber came to them. At least one is missing, unless the subscriber
        /// stood at the very last entry of a part that went at once.
        case trimmed
        /// The subscriber was too slow, and asked to skip what it can't keep up with.
        case dropped
        /// The log is not what it was: emptied, replaced, or taken over by a replica that had less. What the subscriber has
        /// read behind ``SubscriptionGap/after`` is no longer in the log, and there may have been more.
        case logLost
    }

    /// The stream.
    public let stream: String
    /// The partition.
    public let partition: Int
    /// Entries behind this position are missing.
    public let after: StreamPosition
    /// Entries up to this position are missing.
    public let through: StreamPosition
    /// Why.
    public let reason: Reason
    /// Of a log that was lost: where it began and ended when that was noticed; `nil` where it was empty, and for other reasons.
    public let log: ClosedRange<StreamPosition>?
    /// Where the subscriber stands: subscribe from here to go on behind the gap.
    public let cursor: Cursor

    /// The gap in words.
    public var description: String {
        let place = "partition \(partition) of \(stream)"
        switch reason {
        case .trimmed:
            return "\(place): entries after \(after) up to \(through) were trimmed before they were read"
        case .dropped:
            return "\(place): entries after \(after) up to \(through) were skipped, since this reader is too slow"
        case .logLost:
            let lost =
                after < through
                ? "it was read up to \(through), of which it holds only what is up to \(after)"
                : "it does not hold \(through), up to which it was read"
            let now = log.map { "it now begins at \($0.lowerBound) and ends at \($0.upperBound)" } ?? "it is empty now"
            return "\(place): log lost: \(lost); \(now)"
        }
    }
}
