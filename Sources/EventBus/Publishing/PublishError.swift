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
    /// How often it was tried to append the event, at least 1.
    public let tries: Int
    /// How long that took, the waiting between tries included; zero where there was one try only.
    public let elapsed: Duration

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
        doubt: AppendDoubt? = nil, tries: Int = 1, elapsed: Duration = .zero
    ) {
        self.outcome = outcome
        self.message = message
        self.cause = cause
        self.appended = appended
        self.doubt = doubt
        self.tries = tries
        self.elapsed = elapsed
    }

    /// An event beyond the transport's limit.
    package init(tooLarge bytes: Int, limit: Int, of declaration: EventDeclaration, at index: Int?) {
        let place = index.map { " (number \($0) of the batch)" } ?? ""
        self.init(
            .rejected,
            """
            \(declaration.type)\(place): its entry has \(bytes) bytes, and the limit is \(limit): store the content \
            elsewhere and publish a reference to it, or raise EVENTBUS_MAX_EVENT_BYTES
            """, cause: PublishObstacle.entryTooLarge)
    }

    /// An event whose aggregate is at another version than its publisher expected; nothing of the aggregate was appended.
    public init(_ conflict: VersionConflict, appended: [Int: PublishReceipt] = [:]) {
        self.init(.rejected, conflict.description, cause: conflict, appended: appended)
    }

    /// The version that the aggregate has and the one that was expected, where that is why the event was rejected; `nil` for
    /// any other reason.
    public var versionConflict: VersionConflict? { cause as? VersionConflict }

    /// The outcome and the message, and how often and how long it was tried, where that was more than once.
    public var description: String {
        let effort = tries > 1 ? " (\(tries) tries over \(Self.seconds(elapsed)))" : ""
        return switch outcome {
        case .notSent: "not sent: \(message)\(effort)"
        case .rejected: "rejected: \(message)\(effort)"
        case .outcomeUnknown: "outcome unknown: \(message)\(effort)"
        }
    }

    /// A length of time with one digit behind the point.
    private static func seconds(_ time: Duration) -> String {
        let tenths = time.components.seconds * 10 + time.components.attoseconds / 100_000_000_000_000_000
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
