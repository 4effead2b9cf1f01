public import EventBus

/// Which dead letters are meant; without anything set, all.
public struct DeadLetterFilter: Sendable, Hashable {
    /// Of events of these types; of any where empty.
    public var types: Set<String> = []
    /// Given up on by these groups; by any where empty.
    public var groups: Set<String> = []
    /// Whose error contains this text, upper and lower case being the same; any where `nil`.
    public var error: String?
    /// Written before this moment; at any time where `nil`.
    public var before: Timestamp?
    /// Written at or after this moment; at any time where `nil`.
    public var since: Timestamp?
    /// Whose events stand at these positions of the log; at any where empty.
    public var positions: Set<StreamPosition> = []
    /// These letters; any where empty.
    public var ids: Set<DeadLetter.ID> = []

    /// Every letter.
    public init() {}

    /// Whether a letter is meant.
    public func matches(_ letter: DeadLetter) -> Bool {
        if !types.isEmpty, !types.contains(letter.type ?? "") { return false }
        if !groups.isEmpty, !groups.contains(letter.group) { return false }
        if !positions.isEmpty, !positions.contains(letter.position) { return false }
        if !ids.isEmpty, !ids.contains(letter.id) { return false }
        if let before, letter.buriedAt >= before { return false }
        if let since, letter.buriedAt < since { return false }
        if let error, !letter.error.lowercased().contains(error.lowercased()) { return false }
        return true
    }
}
