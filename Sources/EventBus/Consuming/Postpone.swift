/// Thrown by a handler that cannot take the event yet: it is delivered again after a pause, and no attempt is charged.
///
/// Later events of the same aggregate wait behind it; other aggregates go on.
public struct Postpone: Error, Sendable, Hashable {
    /// The shortest time until it is delivered again.
    public let duration: Duration

    /// Postpones an event.
    ///
    /// - Parameter duration: The shortest time until it is delivered again; at least zero.
    public init(for duration: Duration) {
        precondition(duration >= .zero, "an event is postponed into the future")
        self.duration = duration
    }
}
