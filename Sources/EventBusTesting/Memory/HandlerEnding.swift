import EventBus

/// How a handler ended.
enum HandlerEnding: Sendable {
    case returned
    case threw(any Error)
    case timedOut(after: Duration)

    /// What becomes of the delivery.
    enum Verdict {
        case acknowledge
        case retry(after: Duration)
        case postpone(for: Duration)
        case bury(InMemoryDeadLetter.Reason, error: String)
        case giveBack
    }

    /// Judges.
    ///
    /// - Parameter isStopping: Whether the handler was cancelled by the end of its consumer: an error is then no fault
    ///   of the delivery.
    func verdict(
        attempt: Int, policy: DeliveryPolicy, isStopping: Bool, sabotage: Sabotage?,
        using random: inout some RandomNumberGenerator
    ) -> Verdict {
        let failure: String
        switch self {
        case .returned: return .acknowledge
        case .timedOut(let limit): failure = "timed out after \(limit)"
        case .threw(let error as UndeliverableRecord): return .bury(undeliverable: error)
        case .threw(let error as Reject) where sabotage != .ignoresReject:
            return .bury(.rejected, error: error.reason)
        case .threw(let error as Postpone): return .postpone(for: error.duration)
        case .threw(let error):
            if isStopping { return sabotage == .dropsWhatRunsAtAStop ? .acknowledge : .giveBack }
            failure = String(describing: error)
        }
        if sabotage == .acknowledgesFailures { return .acknowledge }
        if attempt >= policy.attempts, sabotage != .neverGivesUp {
            return .bury(.attemptsUsedUp, error: failure)
        }
        let pause = policy.backoff.pause(afterAttempts: attempt, using: &random)
        return .retry(after: sabotage == .retriesAtOnce ? .zero : pause)
    }
}

extension HandlerEnding.Verdict {
    /// What no attempt can mend.
    static func bury(undeliverable: UndeliverableRecord) -> Self {
        switch undeliverable {
        case .undecodable(let error): .bury(.undecodable, error: error.description)
        case .unknownType(let type): .bury(.unknownType, error: "the catalogue has no event \"\(type)\"")
        case .malformed(let error): .bury(.malformed, error: error.description)
        }
    }
}
