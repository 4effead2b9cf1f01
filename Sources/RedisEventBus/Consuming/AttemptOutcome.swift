import EventBus

/// What becomes of a delivery after an attempt.
enum AttemptOutcome: Sendable {
    /// It is dealt with: acknowledge it.
    case done
    /// It is parked, and delivered again after a pause.
    ///
    /// - Parameters:
    ///   - attemptsMade: How many attempts are charged to it by then; the next is one more.
    ///   - error: Why, where it failed.
    case park(attemptsMade: Int, pause: Duration, error: String? = nil)
    /// It becomes a dead letter.
    case bury(BurialReason, error: String)
    /// The consumer is stopping: the delivery stays pending, and nothing is charged to it.
    case abandon
    /// Somebody else has it by now: whatever the attempt came to is of no account.
    case lost

    /// Decides after a failure.
    ///
    /// - Parameters:
    ///   - cancellation: Why the handler was cancelled, if it was: its error may be no fault of the delivery then.
    init(
        failure: any Error, attempt: Int, policy: DeliveryPolicy, cancellation: HandlerCancellation?,
        using generator: inout some RandomNumberGenerator
    ) {
        if cancellation == .lost {
            self = .lost
        } else if let undeliverable = failure as? UndeliverableRecord {
            self.init(undeliverable)
        } else if let rejection = failure as? Reject {
            self = .bury(.rejected, error: rejection.reason)
        } else if let postponement = failure as? Postpone {
            self = .park(attemptsMade: attempt - 1, pause: postponement.duration)
        } else if cancellation == .stop {
            self = .abandon
        } else {
            let error = cancellation?.timeOut.map { String(describing: $0) } ?? String(describing: failure)
            if attempt >= policy.attempts {
                self = .bury(.attemptsUsedUp, error: error)
            } else {
                self = .park(
                    attemptsMade: attempt, pause: policy.backoff.pause(afterAttempts: attempt, using: &generator),
                    error: error)
            }
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
