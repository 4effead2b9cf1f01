/// What becomes of a subscriber that is slower than the log grows.
///
/// Limits are entries of one partition, and count from when the subscriber first was within them: to read what is old is not to
/// be slow.
public enum SlowReaderPolicy: Sendable, Hashable {
    /// Nothing: it reads at its own pace, and the log is its buffer. Only retention can overtake it.
    case suspend
    /// It skips ahead when it is more than so many entries behind, so that at most as many are left, and gets a gap of reason
    /// ``SubscriptionGap/Reason/dropped``. It skips to the oldest entry that this process has in memory at most; that is at least a
    /// thousand back.
    case dropOldest(limit: Int)
    /// It ends with ``SubscriberTooSlow`` when it is more than so many entries behind.
    case fail(limit: Int)

    var limit: Int? {
        switch self {
        case .suspend: nil
        case .dropOldest(let limit), .fail(let limit): limit
        }
    }
}
