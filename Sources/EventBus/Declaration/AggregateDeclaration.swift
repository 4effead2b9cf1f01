/// The catalogue's `aggregate` of an event: what kind of thing it happened to.
public struct AggregateDeclaration: Sendable, Hashable {
    /// The aggregate's type, e.g. `model`.
    public let type: String
    /// Whether the aggregate's own history is written beside the log.
    public let history: History

    /// Whether an aggregate keeps a history of its own.
    public enum History: Sendable, Hashable {
        /// Only the log has the event.
        case none
        /// One script writes the log and the aggregate's history.
        case kept
    }

    /// Declares an aggregate.
    public init(type: String, history: History) {
        self.type = type
        self.history = history
    }
}
