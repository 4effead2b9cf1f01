import EventBus

/// A log that no longer holds what was read of it: emptied, replaced, or taken over by a replica that had less.
struct LogLoss: Sendable, Hashable {
    let partition: Int
    /// Up to here the log still is what was read; reading goes on behind it.
    let resumeAfter: StreamPosition
    /// The last position that had been read.
    let last: StreamPosition
    /// Where the log began and ended when that was noticed; `nil` where it was empty.
    let log: ClosedRange<StreamPosition>?

    /// Whether another look at the log has found the same.
    func isSame(as other: LogLoss) -> Bool {
        partition == other.partition && resumeAfter == other.resumeAfter && last == other.last
    }
}
