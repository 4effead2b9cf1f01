/// A work queue that cannot be worked as it was asked to be.
public struct WorkQueueError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and how to mend it.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
