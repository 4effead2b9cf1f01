import EventBus

/// What a keeper has to do after a look at its leases.
enum LeaseAction: Sendable, Hashable {
    /// The lease is the keeper's now; before anything is read, the connection of the holder before must be ended.
    case taken(Int, epoch: UInt64, ending: ServerConnection?)
    /// The lease's key had vanished; it was made again under a higher epoch.
    case restored(Int, epoch: UInt64, logEnd: StreamPosition?)
    /// Begin to read.
    case start(Int)
    /// Stop reading.
    case stop(Int, StopReason)
    /// The lease was given up.
    case left(Int)
    /// The lease is another's (`nil`: the server did not answer in time to say so).
    case lost(Int, to: LeaseRecord?)
    /// Another process has the lease under the same consumer name; this one waits.
    case waiting(Int, behind: LeaseRecord)
    /// The group was paused.
    case paused(Int, GroupPause)
    /// The group goes on.
    case resumed(Int)
}
