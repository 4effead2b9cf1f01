import EventBus

/// A log that no longer holds what was read of it: emptied, replaced, or taken over by a replica that had less.
struct LogLoss: Sendable, Hashable {
    let partition: Int
    /// Up to here the log still is what was read; reading goes on behind it.
    let resumeAfter: StreamPosition
    /// The last position that had been read.
    let last: StreamPosition
}
