import EventBus
import RedisClient

extension EventLog {
    /// Appends events of one type that were encoded before, with the ids and times they have.
    func append(
        _ events: [EncodedEvent], of declaration: EventDeclaration
    ) async throws(PublishError) -> [PublishReceipt] {
        guard let source = events.first?.envelope.source else { return [] }
        let plan = plan(for: declaration, source: source)
        let repeats = Set(events.map(\.envelope.subject)).count < events.count
        let mayUseScript = declaration.aggregate.history == .kept || declaration.idempotencyWindow != nil
        var batch = AppendBatch(
            repeats ? .transaction : .each, events: events.count, script: mayUseScript ? Scripts.append : nil)
        for event in events {
            let envelope = event.envelope
            event.payload.withUnsafeBytes { payload in
                let entry = AppendPlan.Entry(
                    stamp: EventStamp(id: envelope.id, time: envelope.time), aggregateID: envelope.subject,
                    idempotencyKey: event.idempotencyKey,
                    context: PublishContext(
                        correlationID: envelope.correlationID, causationID: envelope.causationID,
                        traceParent: envelope.traceParent),
                    payload: payload)
                batch.append(entry, by: plan)
            }
        }
        return try await send(batch)
    }

    /// The plan of a source other than this log's own is made for the occasion.
    private func plan(for declaration: EventDeclaration, source: String) -> AppendPlan {
        source == self.source ? plan(for: declaration) : AppendPlan(declaration, layout: layout, source: source)
    }
}
