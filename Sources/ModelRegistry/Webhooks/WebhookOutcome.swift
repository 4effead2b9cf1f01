/// What became of a delivery.
package enum WebhookOutcome: Sendable, Hashable {
    /// The version was reviewed, and whatever follows is in the log or the outbox; or it is pending, and seen.
    case reviewed(ReviewResult)
    /// What would follow was worked out and logged, and nothing was published: the roll-out is in the shadow.
    case shadowed
    /// It was dealt with before.
    case repeated
    /// Nothing follows from it; why.
    case ignored(String)
    /// It is not MLflow's, or too old.
    case refused(WebhookSignature.Flaw)
    /// It is MLflow's and can't be read; why.
    case malformed(String)
    /// MLflow, or Redis and the outbox, can't be asked now: MLflow is to send it again; why, and after how many seconds.
    case unavailable(String, retryAfter: Int)

    /// The outcome in a word, as metrics count it.
    package var word: String {
        switch self {
        case .reviewed(let result): result.word
        case .shadowed: "shadowed"
        case .repeated: "repeated"
        case .ignored: "ignored"
        case .refused: "refused"
        case .malformed: "malformed"
        case .unavailable: "unavailable"
        }
    }
}
