import EventBus
import GRDB

/// What was relayed of each partition.
extension Database {
    /// The event that was appended last, as far as this file knows.
    func lastRelayed(of partition: OutboxPartition) throws -> RelayMark? {
        try String.fetchOne(
            self, sql: "SELECT last_event FROM outbox_partition WHERE stream = ? AND partition = ?",
            arguments: [partition.stream, partition.number]
        )
        .flatMap { RelayMark($0) }
    }

    /// Notes where an event stands that was found in the log.
    func notePosition(_ position: StreamPosition, in partition: OutboxPartition) throws {
        try execute(
            sql: "UPDATE outbox_partition SET last_position = ? WHERE stream = ? AND partition = ?",
            arguments: [position.description, partition.stream, partition.number])
    }

    /// Notes which event was appended last, and where.
    func noteRelayed(_ event: RelayMark, at position: StreamPosition?, in partition: OutboxPartition) throws {
        try execute(
            sql: """
                UPDATE outbox_partition SET last_event = ?, last_position = coalesce(?, last_position) \
                WHERE stream = ? AND partition = ?
                """,
            arguments: ["\(event)", position?.description, partition.stream, partition.number])
    }
}
