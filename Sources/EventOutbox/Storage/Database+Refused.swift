import EventBus
import GRDB

/// The events that a transport has refused, kept for a person to decide.
extension Database {
    private static let copied = """
        number, stream, partition, event_id, type, version, source, time, aggregate_id, correlation_id, causation_id, \
        trace_parent, published_by, idempotency_key, payload, expected_version, follows, aggregate_type
        """

    /// Sets an event that waits aside.
    func refuseWaiting(_ number: Int64, reason: String, at time: Timestamp) throws {
        try execute(
            sql: """
                INSERT INTO outbox_refused (\(Self.copied), reason, refused) \
                SELECT \(Self.copied), ?, ? FROM outbox_waiting WHERE number = ?
                """, arguments: [reason, time.microseconds, number])
        try execute(sql: "DELETE FROM outbox_waiting WHERE number = ?", arguments: [number])
    }

    /// The refused events, oldest first.
    func refusedEvents(path: String) throws -> [RefusedEvent] {
        try Row.fetchAll(self, sql: "SELECT *, length(payload) AS size FROM outbox_refused ORDER BY number").map {
            row in
            let number: Int64 = row["number"]
            guard let id = EventID(row["event_id"] as String) else {
                throw OutboxError(.unreadableRow(number), path: path)
            }
            return RefusedEvent(
                number: number, id: id, partition: OutboxPartition(stream: row["stream"], number: row["partition"]),
                type: row["type"], aggregateID: row["aggregate_id"], bytes: row["size"], reason: row["reason"],
                refused: Timestamp(microseconds: row["refused"]))
        }
    }

    /// Puts refused events back, behind all others of their partitions; answers how many there were.
    func retryRefused(_ numbers: [Int64]?, by who: String, why: String, at time: Timestamp) throws -> Int {
        let columns = Self.copied.dropFirst("number, ".count)
        let chosen = Self.condition(numbers)
        try execute(
            sql: """
                INSERT INTO outbox_waiting (\(columns)) SELECT \(columns) FROM outbox_refused \(chosen) ORDER BY number
                """)
        return try removeRefused(numbers, .retry, by: who, why: why, at: time)
    }

    /// Removes refused events; answers how many there were.
    func discardRefused(_ numbers: [Int64]?, by who: String, why: String, at time: Timestamp) throws -> Int {
        try removeRefused(numbers, .discard, by: who, why: why, at: time)
    }

    private func removeRefused(
        _ numbers: [Int64]?, _ act: OutboxAct.Kind, by who: String, why: String, at time: Timestamp
    ) throws -> Int {
        try recordAct(act, on: Self.condition(numbers), by: who, why: why, at: time)
        try execute(sql: "DELETE FROM outbox_refused \(Self.condition(numbers))")
        return changesCount
    }

    private static func condition(_ numbers: [Int64]?) -> String {
        numbers.map { "WHERE number IN (\($0.map(String.init).joined(separator: ", ")))" } ?? ""
    }
}
