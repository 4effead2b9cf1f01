import EventBus
import GRDB

/// The events that wait to be relayed.
extension Database {
    /// Stores an event behind all others of its partition. One that expects the version to which another that waits brings
    /// the aggregate follows that one: if that is refused, so is this.
    ///
    /// - Throws: ``OutboxError`` with reason `full` or `diskFull` where it doesn't fit; the transaction must not be committed then.
    func storeWaiting(
        _ event: EncodedEvent, of aggregate: AggregateDeclaration, in partition: OutboxPartition, doubt: AppendDoubt?,
        limits: OutboxLimits, path: String
    ) throws {
        if let free = DiskRoom.free(at: path), free < limits.freeBytes {
            let what = "\(free >> 20) MiB are free, and \(limits.freeBytes >> 20) must stay so"
            throw OutboxError(.diskFull(what), path: path)
        }
        let usage = try outboxUsage()
        guard usage.hasRoom(forEvents: 1, bytes: event.payload.count, within: limits) else {
            throw OutboxError(.full(usage, limits: limits), path: path)
        }
        try execute(
            sql: "INSERT INTO outbox_partition (stream, partition) VALUES (?, ?) ON CONFLICT DO NOTHING",
            arguments: [partition.stream, partition.number])
        try execute(
            sql: """
                INSERT INTO outbox_waiting (stream, partition, event_id, type, version, source, time, aggregate_id, \
                correlation_id, causation_id, trace_parent, published_by, idempotency_key, payload, expected_version, \
                follows, aggregate_type, doubt) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: StatementArguments(
                StoredEvent.values(event, in: partition)
                    + [
                        event.expectedVersion.map { Int64(clamping: $0.number) },
                        try waitingPredecessor(of: event, aggregate, in: partition),
                        event.expectedVersion.map { _ in aggregate.type }, doubt?.text,
                    ]))
    }

    /// The id of the event that must bring the aggregate to the version that another expects, if one is known.
    private func waitingPredecessor(
        of event: EncodedEvent, _ aggregate: AggregateDeclaration, in partition: OutboxPartition
    ) throws -> String? {
        guard let expected = event.expectedVersion else { return nil }
        if let follows = expected.follows { return follows.description }
        guard expected.number > 0 else { return nil }
        return try String.fetchOne(
            self,
            sql: """
                SELECT event_id FROM outbox_waiting WHERE stream = ? AND partition = ? AND aggregate_type = ? \
                AND aggregate_id = ? AND expected_version = ? ORDER BY number DESC LIMIT 1
                """,
            arguments: [
                partition.stream, partition.number, aggregate.type, event.envelope.subject,
                Int64(clamping: expected.number - 1),
            ])
    }

    /// How much is stored.
    func outboxUsage() throws -> OutboxUsage {
        guard let row = try Row.fetchOne(self, sql: "SELECT events, bytes FROM outbox") else {
            return OutboxUsage(events: 0, bytes: 0)
        }
        return OutboxUsage(events: row["events"], bytes: row["bytes"])
    }

    /// Which of some partitions have events that wait.
    func waitingPartitions(among partitions: Set<OutboxPartition>) throws -> Set<OutboxPartition> {
        try partitions.filter { partition in
            try Bool.fetchOne(
                cachedStatement(
                    sql: "SELECT EXISTS (SELECT 1 FROM outbox_waiting WHERE stream = ? AND partition = ?)"),
                arguments: [partition.stream, partition.number]) ?? false
        }
    }

    /// All partitions that have events that wait.
    func waitingPartitions() throws -> [OutboxPartition] {
        // Asked before every batch: one look into the index for each partition, however much waits.
        try Row.fetchAll(
            cachedStatement(
                sql: """
                    SELECT stream, partition FROM outbox_partition AS known WHERE EXISTS ( \
                    SELECT 1 FROM outbox_waiting AS waiting \
                    WHERE waiting.stream = known.stream AND waiting.partition = known.partition)
                    """)
        )
        .map { OutboxPartition(stream: $0["stream"], number: $0["partition"]) }
        .sorted()
    }

    /// The first events of a partition: at most `count`, and no more than `bytes` of payload unless the first alone has more.
    func firstWaiting(
        in partition: OutboxPartition, count: Int, bytes: Int, path: String
    ) throws -> [StoredEvent] {
        var stored: [StoredEvent] = []
        var size = 0
        let rows = try Row.fetchCursor(
            cachedStatement(
                sql: """
                    SELECT \(StoredEvent.columns), doubt FROM outbox_waiting \
                    WHERE stream = ? AND partition = ? ORDER BY number LIMIT ?
                    """), arguments: [partition.stream, partition.number, count])
        while let row = try rows.next() {
            let event = try StoredEvent(row, path: path)
            size += event.event.payload.count
            if size > bytes, !stored.isEmpty { break }
            stored.append(event)
        }
        return stored
    }

    /// The number of the waiting event of that mark.
    func waitingNumber(of mark: RelayMark, in partition: OutboxPartition) throws -> Int64? {
        try Int64.fetchOne(
            self,
            sql: """
                SELECT number FROM outbox_waiting WHERE event_id = ? AND stream = ? AND partition = ? \
                AND number = coalesce(?, number) ORDER BY number LIMIT 1
                """,
            arguments: ["\(mark.event)", partition.stream, partition.number, mark.number])
    }

    /// Removes the events of a partition up to and including one.
    func removeWaiting(through number: Int64, in partition: OutboxPartition) throws {
        try execute(
            sql: "DELETE FROM outbox_waiting WHERE stream = ? AND partition = ? AND number <= ?",
            arguments: [partition.stream, partition.number, number])
    }

    /// Notes that relaying has failed, with the event that is next.
    func noteFailure(of number: Int64, _ error: String) throws {
        try execute(
            sql: "UPDATE outbox_waiting SET attempts = attempts + 1, last_error = ? WHERE number = ?",
            arguments: [error, number])
    }

    /// Forgets the doubt of an event that was found not to be in the log.
    func clearDoubt(of number: Int64) throws {
        try execute(sql: "UPDATE outbox_waiting SET doubt = NULL WHERE number = ?", arguments: [number])
    }
}
