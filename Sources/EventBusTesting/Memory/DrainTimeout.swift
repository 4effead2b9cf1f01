/// Handlers still ran when the time to wait for them was over.
public struct DrainTimeout: Error, Sendable, CustomStringConvertible {
    /// How long they were waited for.
    public let limit: Duration
    /// Which they are: group, position and attempt.
    public let running: [String]

    /// What runs, and what may be the matter.
    public var description: String {
        """
        after \(limit) handlers still run: \(running.joined(separator: "; ")). A handler that waits should sleep on the \
        bus's TestClock, which drain() can see, or be given what it waits for before drain() is called
        """
    }
}
