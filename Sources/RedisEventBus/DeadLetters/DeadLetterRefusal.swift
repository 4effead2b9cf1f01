/// Why a dead letter could not be redriven. It is still there, unless the message says otherwise.
public struct DeadLetterRefusal: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is in the way.
    public let reason: Reason
    /// What is in the way, and how to go on.
    public let description: String

    /// What is in the way of a redrive.
    public enum Reason: Sendable, Hashable {
        /// The entry is no longer in the log.
        case trimmed
        /// The group is no more.
        case noGroup
        /// The entry is no event, or none that the catalogue knows or can read.
        case unreadable
        /// The catalogue names none of the routes that failed any more.
        case noRoute
        /// Routes failed again; a new letter names them.
        case failedAgain
    }

    init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }
}
