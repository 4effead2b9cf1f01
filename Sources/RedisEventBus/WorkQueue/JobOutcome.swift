/// What became of a job.
public enum JobOutcome: Sendable, Hashable {
    /// It is done, and gone from the queue.
    case completed
    /// It is on the queue again.
    case returned
    /// It is on the dead list.
    case dead
    /// It is no longer this worker's: it was settled before, or another has it since its visibility passed. Nothing was
    /// changed.
    case lost
}
