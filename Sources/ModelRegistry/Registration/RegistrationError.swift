/// Why a tokenized model is not registered, or not yet with its event.
public struct RegistrationError: Error, Sendable, CustomStringConvertible {
    /// How far it came.
    public let stage: Stage
    /// What happened, and how to mend it.
    public let message: String
    /// The error below, where there is one.
    public let cause: (any Error)?

    /// How far a registration came.
    public enum Stage: Sendable, Hashable {
        /// Nothing was sent: the model could never be accepted.
        case refused
        /// MLflow has no new version, as far as is known.
        case notRegistered
        /// MLflow has the version, perhaps without all of its tags: its event is not in the log. Registering again would make
        /// another version; set the tags, or have it reviewed: the reconciler does that by itself where all three tags are there.
        case registered(version: String)
    }

    /// What happened, and how to mend it.
    public var description: String { message }
}
