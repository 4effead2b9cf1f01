import EventBus

/// What has become of the events of one call so far: a value, without input or output.
struct Publication: Sendable {
    let events: [EncodedEvent]
    let partitions: [OutboxPartition]
    /// What kind of aggregate they are about.
    let aggregate: AggregateDeclaration
    private var appended: [Int: PublishReceipt] = [:]
    /// The events that may be in the log, though nobody could say so.
    private var doubts: [Int: AppendDoubt] = [:]
    /// Why the transport did not take them.
    private var refusal: PublishError?

    init(_ events: [EncodedEvent], of declaration: EventDeclaration) {
        self.events = events
        aggregate = declaration.aggregate
        partitions = events.map { declaration.outboxPartition(ofAggregate: $0.envelope.subject) }
    }

    /// The receipts, if every event has one.
    var receipts: [PublishReceipt]? {
        guard appended.count == events.count else { return nil }
        return events.indices.compactMap { appended[$0] }
    }

    /// The events without a receipt, as they are to be stored.
    var missing: [(EncodedEvent, OutboxPartition, AppendDoubt?)] {
        events.indices.filter { appended[$0] == nil }.map { (events[$0], partitions[$0], doubts[$0]) }
    }

    /// The transport took the events of these indices.
    mutating func note(_ receipts: [PublishReceipt], of indices: [Int]) {
        for (index, receipt) in zip(indices, receipts) { appended[index] = receipt }
    }

    /// The transport took some of the events of these indices at most.
    ///
    /// - Throws: What is the publisher's to know; nothing is to be stored then.
    mutating func note(_ error: PublishError, of indices: [Int], isAway: Bool) throws(PublishError) {
        for (place, receipt) in error.appended where place < indices.count { appended[indices[place]] = receipt }
        refusal = error
        switch FailedAppend(error, isAway: isAway) {
        case .store: break
        case .storeInDoubt(let doubt): for index in indices where appended[index] == nil { doubts[index] = doubt }
        case .report:
            throw PublishError(
                error.outcome, error.message, cause: error.cause, appended: appended, doubt: error.doubt)
        }
    }

    /// What was not appended has been stored.
    mutating func noteAccepted() {
        for index in events.indices where appended[index] == nil {
            appended[index] = PublishReceipt(
                accepted: events[index].envelope.id, partition: partitions[index].number)
        }
    }

    /// What the publisher is told where storing failed.
    func failure(_ error: OutboxError) -> PublishError {
        let before =
            refusal.map { "\($0.message); and " }
            ?? "the transport is away, or earlier events of the partition wait; and "
        return PublishError(
            doubts.isEmpty ? .notSent : .outcomeUnknown, before + error.description, cause: error, appended: appended)
    }
}
