import EventBus

/// What became of one version that a search found.
package enum ReconciledOutcome: Sendable {
    /// It was reviewed, and what follows is in the log or the outbox.
    case reviewed(ReviewResult)
    /// What would follow was worked out only.
    case previewed(ReviewResult)
    /// Its model is not in the roll-out.
    case excluded
    /// MLflow does not have it any more.
    case gone
    /// MLflow, Redis or the outbox could not be asked, or the answer could not be used.
    case unavailable(any Error)

    /// The outcome in a word, as metrics count it and commands print it.
    package var word: String {
        switch self {
        case .reviewed(let result): result.word
        case .previewed: "shadowed"
        case .excluded: "excluded"
        case .gone: "gone"
        case .unavailable: "unavailable"
        }
    }

    /// Whether the next version may meet the same. What the catalogue refuses, and what MLflow itself says no to when it is asked
    /// about one version, is the fault of that version alone: a token that is no good fails the search.
    var isOutage: Bool {
        guard case .unavailable(let error) = self else { return false }
        switch error {
        case let error as PublishError: return !error.isFaultOfEvent
        case let error as MLflowError:
            return error.code == nil || ![.invalid, .unauthorized, .notFound].contains(error.kind)
        default: return true
        }
    }

    /// Why to look again later; `nil` where there is nothing to come.
    var unfinished: UnfinishedVersion.Cause? {
        switch self {
        // What waits in an outbox was decided without its history: a later look finds out whether it came into the log.
        case .reviewed(let result) where result.emitted.contains { $0.receipt.outcome == .accepted }: .unavailable
        case .reviewed(let result), .previewed(let result):
            switch result.standing {
            case .pending: .pending
            case .failed: .failed
            case .ready: nil
            }
        case .unavailable: .unavailable
        case .excluded, .gone: nil
        }
    }
}
