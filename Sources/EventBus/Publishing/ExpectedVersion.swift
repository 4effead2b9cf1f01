/// What one event expects of its aggregate's history when it is appended.
public struct ExpectedVersion: Sendable, Hashable {
    /// The version that the aggregate must have; 0 where it must not have a history.
    public let number: UInt64
    /// The event that must have brought it there; `nil` where it may be any.
    ///
    /// Of two events that were decided together the second expects the first. If that is refused because the aggregate has
    /// moved on by one, the number alone would let the second in.
    public let follows: EventID?

    /// Makes an expectation.
    public init(_ number: UInt64, follows: EventID? = nil) {
        self.number = number
        self.follows = follows
    }
}

/// Gives the events of a batch their expectations: of each aggregate the first expects what the context says, and each further
/// one the event before it.
package struct ExpectedVersions {
    private var last: [String: (number: UInt64, event: EventID)] = [:]

    /// Begins a batch.
    package init() {}

    /// The expectation of the batch's next event; `nil` where neither it nor an earlier one of its aggregate has any.
    package mutating func next(_ event: EventID, of aggregateID: String, _ context: PublishContext) -> ExpectedVersion?
    {
        let expected =
            last[aggregateID].map { ExpectedVersion($0.number &+ 1, follows: $0.event) }
            ?? context.expectedVersion.map { ExpectedVersion($0) }
        if let expected { last[aggregateID] = (expected.number, event) }
        return expected
    }
}

extension PublishContext {
    /// Refuses an expectation of an aggregate that keeps no history, and so has no version.
    ///
    /// - Throws: ``PublishError``, rejected.
    package func checkExpectedVersion(of declaration: EventDeclaration) throws(PublishError) {
        guard let expectedVersion, declaration.aggregate.history != .kept else { return }
        throw PublishError(
            .rejected,
            """
            \(declaration.type): version \(expectedVersion) was expected, but this event keeps no history and has no version: \
            declare its aggregate with `history: true`, or publish without an expected version
            """, cause: PublishObstacle.unversioned)
    }
}
