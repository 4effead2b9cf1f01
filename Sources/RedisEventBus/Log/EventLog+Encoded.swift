import EventBus
import RedisClient
import Synchronization

extension EventLog {
    /// Appends events of one type that were encoded before, with the ids and times they have.
    ///
    /// While the server is away they are not tried again: whoever encoded them keeps them.
    func append(
        _ events: [EncodedEvent], of declaration: EventDeclaration
    ) async throws(PublishError) -> [PublishReceipt] {
        guard let source = events.first?.envelope.source else { return [] }
        let plan = knowledge.withLock { $0.plan(for: declaration, source: source) }
        let repeats = Set(events.map(\.envelope.subject)).count < events.count
        let mayUseScript = declaration.aggregate.history == .kept || declaration.idempotencyWindow != nil
        var batch = AppendBatch(
            repeats ? .transaction : .each, plan: plan, events: events.count,
            script: mayUseScript ? Scripts.append : nil)
        for (index, event) in events.enumerated() {
            let envelope = event.envelope
            let size = event.payload.withUnsafeBytes { payload in
                batch.append(
                    AppendPlan.Entry(
                        stamp: EventStamp(id: envelope.id, time: envelope.time),
                        partition: declaration.stream.partition(ofAggregate: envelope.subject),
                        aggregateID: envelope.subject, idempotencyKey: event.idempotencyKey,
                        context: PublishContext(
                            correlationID: envelope.correlationID, causationID: envelope.causationID,
                            traceParent: envelope.traceParent, publishedBy: envelope.publishedBy),
                        payload: payload, expectedVersion: event.expectedVersion))
            }
            try checkSize(size, of: declaration, at: events.count > 1 ? index : nil)
        }
        batch.finish()
        return try await send(batch, at: Self.now, .whileReachable)
    }

    /// Finds out what became of an event whose append lost its answer, in this process or an earlier one.
    ///
    /// - Throws: `PublishError` where that can't be found out now.
    func settle(
        _ event: EncodedEvent, of declaration: EventDeclaration, _ doubt: AppendDoubt
    ) async throws(PublishError) -> SettledDoubt {
        guard let lost = LostTry(doubt) else {
            return .lost("what was remembered of the try is unreadable: \(doubt.text)")
        }
        let plan = knowledge.withLock { $0.plan(for: declaration) }
        let partition = declaration.stream.partition(ofAggregate: event.envelope.subject)
        let settlement: Settlement
        do throws(RedisError) {
            settlement = try await lostAppends.settle(
                [event.envelope.id], in: plan.log(partition), after: lost.floors[partition], lostOn: lost.connection)
        } catch {
            throw PublishError(.outcomeUnknown, error.message, cause: error, doubt: doubt)
        }
        if let position = settlement.found[event.envelope.id] { return .appended(position) }
        guard let explanation = settlement.absence.explanation,
            !plan.recognises(event.idempotencyKey, event.expectedVersion)
        else {
            return .absent
        }
        return .lost(explanation)
    }
}
