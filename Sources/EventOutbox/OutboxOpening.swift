/// What to do about a file that is no outbox yet.
public enum OutboxOpening: Sendable, Hashable {
    /// Make it one: an absent file is made, a database of the caller's own gets the outbox's tables.
    case makingIfAbsent
    /// Refuse it.
    case existing
}
