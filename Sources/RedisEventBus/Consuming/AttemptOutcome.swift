import EventBus

/// What becomes of a delivery after an attempt.
enum AttemptOutcome: Sendable {
    /// It is dealt with: acknowledge it.
    case done
    /// Try again after a pause, for the given time in all (2, 3, …).
    case retry(attempt: Int, after: Duration)
    /// It becomes a dead letter.
    case bury(BurialReason, error: String)
    /// The consumer is stopping: the delivery stays pending, and nothing is charged to it.
    case abandon

    /// Decides after a failure.
    ///
    /// - Parameters:
    ///   - isStopping: Whether the task was cancelled: an error is then no fault of the delivery.
    init(
        failure: any Error, attempt: Int, policy: DeliveryPolicy, isStopping: Bool,
        using generator: inout some RandomNumberGenerator
    ) {
        if let undeliverable = failure as? UndeliverableRecord {
            self.init(undeliverable)
        } else if isStopping {
            self = .abandon
        } else if attempt >= policy.attempts {
            self = .bury(.attemptsUsedUp, error: String(describing: failure))
        } else {
            self = .retry(
                attempt: attempt + 1, after: policy.backoff.pause(afterAttempts: attempt, using: &generator))
        }
    }

    /// Decides for what no attempt can mend.
    init(_ undeliverable: UndeliverableRecord) {
        switch undeliverable {
        case .undecodable(let error): self = .bury(.undecodable, error: error.description)
        case .unknownType(let type):
            self = .bury(.unknownType, error: "the catalogue has no event \"\(type)\"")
        case .malformed(let error): self = .bury(.malformed, error: error.description)
        }
    }
}

/// Why a delivery became a dead letter, as it stands in the letter.
enum BurialReason: String, Sendable, Hashable {
    case attemptsUsedUp = "attempts_used_up"
    case undecodable
    case unknownType = "unknown_type"
    case malformed
    case routeFailed = "route_failed"
}
