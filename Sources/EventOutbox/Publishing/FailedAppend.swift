import EventBus

/// What an outbox does about events that a transport did not take: a decision, without input or output.
enum FailedAppend: Equatable {
    /// They are certainly not in the log: stored, to be appended.
    case store
    /// They may be in the log: stored, to be looked for first.
    case storeInDoubt(AppendDoubt)
    /// It is the publisher's to know: they were refused, the caller gave up, or nobody could ever tell whether they are in
    /// the log.
    case report

    init(_ error: PublishError, isAway: Bool) {
        switch (error.outcome, isAway) {
        case (_, false): self = .report
        case (.outcomeUnknown, true): self = error.doubt.map { .storeInDoubt($0) } ?? .report
        case (.notSent, true), (.rejected, true): self = .store
        }
    }
}
