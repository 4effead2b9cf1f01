import EventBus
import GRDB

/// Who did what to refused events.
extension Database {
    /// How many acts are kept.
    private static let keptActs = 10_000

    /// Notes an act on refused events; in the transaction that carries it out, so that neither is without the other.
    ///
    /// - Parameter condition: Which rows of the refused events are meant.
    func recordAct(
        _ act: OutboxAct.Kind, on condition: String, by who: String, why: String, at time: Timestamp
    ) throws {
        try execute(
            sql: """
                INSERT INTO outbox_act (time, act, who, why, event_id, type, stream, partition, refusal) \
                SELECT ?, ?, ?, ?, event_id, type, stream, partition, reason FROM outbox_refused \(condition) ORDER BY number
                """, arguments: [time.microseconds, act.rawValue, who, why])
        try execute(
            sql: "DELETE FROM outbox_act WHERE number <= (SELECT max(number) FROM outbox_act) - ?",
            arguments: [Self.keptActs])
    }

    /// The acts, the oldest first.
    func acts(path: String) throws -> [OutboxAct] {
        try Row.fetchAll(self, sql: "SELECT * FROM outbox_act ORDER BY number").map { row in
            guard let event = EventID(row["event_id"] as String), let kind = OutboxAct.Kind(rawValue: row["act"]) else {
                throw OutboxError(.unreadableRow(row["number"]), path: path)
            }
            return OutboxAct(
                kind: kind, time: Timestamp(microseconds: row["time"]), who: row["who"], reason: row["why"],
                event: event,
                type: row["type"], partition: OutboxPartition(stream: row["stream"], number: row["partition"]),
                refusal: row["refusal"])
        }
    }
}
