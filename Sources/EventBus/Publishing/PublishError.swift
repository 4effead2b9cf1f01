/// Why `publish` did not return a receipt – and, above all, whether the event may be in the log.
public struct PublishError: Error, Sendable, CustomStringConvertible {
    /// Whether the event may be in the log.
    public let outcome: Outcome
    /// What happened, where, and how to mend it.
    public let message: String
    /// The error below, where there is one.
    public let cause: (any Error)?
    /// For a batch: the receipts of the events that were appended all the same, by their place in the batch.
    public let appended: [Int: PublishReceipt]
    /// What the transport needs to find out later what became of an append whose outcome is unknown; `nil` where it has
    /// nothing to go by.
    public let doubt: AppendDoubt?

    /// Whether the event may be in the log.
    public enum Outcome: Sendable, Hashable {
        /// It never left this process; publishing again is safe.
        case notSent
        /// It was refused, by the catalogue's rules or by the server; it is not in the log.
        case rejected
        /// It was sent and the answer was lost; it may be in the log, and publishing again may put it there twice.
        case outcomeUnknown
    }

    /// Makes an error; transports do.
    public init(
        _ outcome: Outcome, _ message: String, cause: (any Error)? = nil, appended: [Int: PublishReceipt] = [:],
        doubt: AppendDoubt? = nil
    ) {
        self.outcome = outcome
        self.message = message
        self.cause = cause
        self.appended = appended
        self.doubt = doubt
    }

    /// The outcome and the message.
    public var description: String {
        switch outcome {
        case .notSent: "not sent: \(message)"
        case .rejected: "rejected: \(message)"
        case .outcomeUnknown: "outcome unknown: \(message)"
        }
    }
}
