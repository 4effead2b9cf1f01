import EventBus
import Synchronization

extension EventLog {
    /// Appends events of one type that are known by its declaration only, with one suspension.
    ///
    /// - Parameter source: Who published them; `nil` for this bus itself.
    func append(
        _ events: [DeclaredEvent], of declaration: EventDeclaration, source: String?
    ) async throws(PublishError) -> [PublishReceipt] {
        guard let first = events.first else { return [] }
        for event in events { try event.context.checkExpectedVersion(of: declaration) }
        if events.count == 1, source == nil {
            let fresh = nextStamp()
            let stamp = EventStamp(id: first.id ?? fresh.id, time: first.time ?? fresh.time)
            return [
                try await append(
                    first.payload, of: declaration, stamp: stamp, at: fresh.milliseconds,
                    aggregateID: first.aggregateID, idempotencyKey: first.idempotencyKey, context: first.context)
            ]
        }
        let stamps = nextStamps(events.count)
        let plan = knowledge.withLock { knowledge in
            source.map { knowledge.plan(for: declaration, source: $0) } ?? knowledge.plan(for: declaration)
        }
        let repeats = events.count > 1 && Set(events.lazy.map(\.aggregateID)).count < events.count
        let mayUseScript = declaration.aggregate.history == .kept || events.contains { $0.idempotencyKey != nil }
        var batch = AppendBatch(
            repeats ? .transaction : .each, plan: plan, events: events.count,
            script: mayUseScript ? Scripts.append : nil)
        var expected = ExpectedVersions()
        for index in events.indices {
            let event = events[index]
            let stamp = EventStamp(id: event.id ?? stamps[index].id, time: event.time ?? stamps[index].time)
            let size = event.payload.withUnsafeBytes { payload in
                batch.append(
                    AppendPlan.Entry(
                        stamp: stamp, partition: declaration.stream.partition(ofAggregate: event.aggregateID),
                        aggregateID: event.aggregateID, idempotencyKey: event.idempotencyKey, context: event.context,
                        payload: payload, expectedVersion: expected.next(stamp.id, of: event.aggregateID, event.context)
                    ))
            }
            try checkSize(size, of: declaration, at: events.count > 1 ? index : nil)
        }
        batch.finish()
        return try await send(batch, at: stamps[0].milliseconds, .full)
    }
}
