import EventBus
import Foundation
import GRDB

/// An event as a row of an outbox has it.
struct StoredEvent: Sendable {
    /// The order of events.
    let number: Int64
    let event: EncodedEvent
    /// What is known of an earlier append whose answer was lost; `nil` where there was none.
    let doubt: AppendDoubt?

    init(number: Int64, event: EncodedEvent, doubt: AppendDoubt?) {
        self.number = number
        self.event = event
        self.doubt = doubt
    }

    static let columns = """
        number, event_id, type, version, source, time, aggregate_id, correlation_id, causation_id, trace_parent, \
        published_by, idempotency_key, payload, expected_version, follows
        """

    /// Reads a row of ``columns``, and of `doubt` where it has that.
    init(_ row: Row, path: String) throws {
        let number: Int64 = row["number"]
        guard let id = EventID(row["event_id"] as String) else { throw OutboxError(.unreadableRow(number), path: path) }
        self.number = number
        event = EncodedEvent(
            envelope: EventEnvelope(
                id: id, type: row["type"], version: row["version"], source: row["source"],
                time: Timestamp(microseconds: row["time"]), subject: row["aggregate_id"],
                correlationID: row["correlation_id"], causationID: row["causation_id"],
                traceParent: row["trace_parent"], publishedBy: row["published_by"]),
            idempotencyKey: row["idempotency_key"], payload: [UInt8](row["payload"] as Data),
            expectedVersion: (row["expected_version"] as Int64?).map {
                ExpectedVersion(UInt64(clamping: $0), follows: (row["follows"] as String?).flatMap { EventID($0) })
            })
        doubt = row.hasColumn("doubt") ? (row["doubt"] as String?).map { AppendDoubt(text: $0) } : nil
    }

    /// The values of an event's columns, `stream` and `partition` first.
    static func values(_ event: EncodedEvent, in partition: OutboxPartition) -> [(any DatabaseValueConvertible)?] {
        let envelope = event.envelope
        return [
            partition.stream, partition.number, envelope.id.description, envelope.type, envelope.version,
            envelope.source, envelope.time.microseconds, envelope.subject, envelope.correlationID, envelope.causationID,
            envelope.traceParent, envelope.publishedBy, event.idempotencyKey, Data(event.payload),
        ]
    }
}
