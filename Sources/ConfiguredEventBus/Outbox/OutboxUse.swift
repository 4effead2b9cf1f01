/// Whether a bus uses the outbox that is configured.
public enum OutboxUse: Sendable, Hashable {
    /// It publishes through it, and relays what is in it for as long as the bus is open.
    case configured
    /// It leaves it alone: what only reads has no use for one.
    case unused
}
