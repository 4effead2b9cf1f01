/// Thrown by a handler that will never accept the event: it becomes a dead letter at once, whatever the policy allows.
public struct Reject: Error, Sendable, Hashable, CustomStringConvertible {
    /// Why, as it will stand in the dead letter.
    public let reason: String

    /// Rejects an event.
    public init(_ reason: String) {
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }
}
