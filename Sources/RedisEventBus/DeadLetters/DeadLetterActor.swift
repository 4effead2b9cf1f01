/// Who deals with a dead letter, or trims a log by hand, and why: it stands in the audit.
public struct DeadLetterActor: Sendable, Hashable {
    /// Who, such as `ada@host`.
    public let name: String
    /// Why; may be empty.
    public let reason: String

    /// Names who acts.
    public init(_ name: String, reason: String = "") {
        self.name = name
        self.reason = reason
    }
}
