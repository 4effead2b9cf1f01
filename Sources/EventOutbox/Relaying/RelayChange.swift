import EventBus

/// What an answer of the transport changes in the outbox: a decision, without input or output.
///
/// All of it goes into one transaction, so that what is remembered of a partition and what still waits always agree.
struct RelayChange: Equatable {
    /// Events that are in the log.
    struct Progress: Equatable {
        /// The number of the last one; all before it are in the log too.
        let number: Int64
        /// What it is remembered by.
        let mark: RelayMark
        /// Where it stands.
        let position: StreamPosition?
    }

    /// An event that the transport can't take.
    struct Refusal: Equatable {
        let number: Int64
        let reason: String
    }

    private(set) var progress: Progress?
    private(set) var refusal: Refusal?
    /// The event that the transport remembers instead of the one that the outbox does.
    private(set) var diverged: RelayMark?

    init(_ answer: RelayAnswer, to batch: [StoredEvent]) {
        let appended = min(answer.appended, batch.count)
        if appended > 0 {
            let last = batch[appended - 1]
            progress = Progress(
                number: last.number, mark: RelayMark(event: last.event.envelope.id, number: last.number),
                position: answer.position)
        }
        switch answer.obstacle {
        case .refused(let reason) where appended < batch.count:
            refusal = Refusal(number: batch[appended].number, reason: reason)
        case .diverged(let remembered): diverged = remembered
        case .refused, nil: break
        }
    }
}
