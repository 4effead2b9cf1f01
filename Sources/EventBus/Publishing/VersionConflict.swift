/// An aggregate is at another version than the publisher of an event expected: the cause of a ``PublishError``.
///
/// Nothing was appended. Whoever decided on the expected version reads the history and decides again.
public struct VersionConflict: Error, Sendable, Hashable, CustomStringConvertible {
    /// The aggregate's type, e.g. `model`.
    public let aggregateType: String
    /// The aggregate's id.
    public let aggregateID: String
    /// The version that was expected.
    public let expected: UInt64
    /// The version that the aggregate has; 0 where it has no history.
    public let actual: UInt64

    /// Makes a conflict; transports do.
    public init(aggregateType: String, aggregateID: String, expected: UInt64, actual: UInt64) {
        self.aggregateType = aggregateType
        self.aggregateID = aggregateID
        self.expected = expected
        self.actual = actual
    }

    /// What happened, and how to mend it.
    public var description: String {
        let found =
            actual == expected
            ? "is at version \(actual) by another event than the one before this, which was not appended"
            : "is at version \(actual), and \(expected) was expected"
        return "\(aggregateType) \(aggregateID) \(found): read its history and decide again"
    }
}
