import ConfiguredEventBus
import EventBus
import EventBusOperations
import EventOutbox

extension BusSession {
    /// What was done to refused events of the outbox that is configured; nothing where its file is not there.
    ///
    /// - Throws: `OutboxError` where the file can't be read.
    func outboxActs() async throws -> [AuditRecord] {
        if let outbox = bus.outbox { return try await outbox.acts().map { AuditRecord($0) } }
        guard let configured = settings.outbox else { return [] }
        let outbox: EventOutbox
        do { outbox = try EventOutbox(configured, source: settings.source, opening: .existing) } catch let error
            as OutboxError where error.reason == .absent
        { return [] }
        defer { outbox.close() }
        return try await outbox.acts().map { AuditRecord($0) }
    }
}

extension AuditRecord {
    /// The record of an act on an outbox.
    fileprivate init(_ act: OutboxAct) {
        self.init(
            time: act.time, act: AuditAct(rawValue: act.kind.rawValue), who: act.who,
            place: .outbox(stream: act.partition.stream, partition: act.partition.number))
        why = act.reason
        eventType = act.type
        eventID = act.event.description
        details = [Detail(name: "refusal", value: act.refusal)]
    }
}
