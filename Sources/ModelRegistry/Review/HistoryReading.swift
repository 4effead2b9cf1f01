/// What a look at the history of a model version came to.
public enum HistoryReading: Sendable {
    /// It was read.
    case read(ModelVersionHistory)
    /// The log is out of reach just now. The version is taken for a new one: an outbox keeps the events together with the
    /// version that each expects, and those that turn out to be there already are not appended. Without an outbox publishing
    /// fails, and the review with it.
    case away
}
