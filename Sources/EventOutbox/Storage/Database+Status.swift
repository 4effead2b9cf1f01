import EventBus
import GRDB

extension Database {
    /// What waits for each partition.
    func waitingByPartition() throws -> [OutboxStatus.Partition] {
        try Row.fetchAll(
            self,
            sql: """
                SELECT w.stream, w.partition, w.waiting, w.bytes, f.time, f.attempts, f.last_error, p.last_position FROM (
                    SELECT stream, partition, count(*) AS waiting, sum(length(payload)) AS bytes, min(number) AS first
                    FROM outbox_waiting GROUP BY stream, partition
                ) AS w
                JOIN outbox_waiting AS f ON f.number = w.first
                JOIN outbox_partition AS p ON p.stream = w.stream AND p.partition = w.partition
                ORDER BY w.stream, w.partition
                """
        )
        .map { row in
            OutboxStatus.Partition(
                partition: OutboxPartition(stream: row["stream"], number: row["partition"]), waiting: row["waiting"],
                bytes: row["bytes"], oldest: Timestamp(microseconds: row["time"]), attempts: row["attempts"],
                lastError: row["last_error"],
                lastPosition: (row["last_position"] as String?).flatMap { StreamPosition($0) })
        }
    }
}
