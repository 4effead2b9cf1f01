public import EventBus
public import GRDB

extension EventOutbox {
    /// Writes to the outbox's file in one transaction: the caller's own tables and events together, or neither.
    ///
    /// ```swift
    /// try await outbox.write { db in
    ///     try db.execute(sql: "UPDATE model SET state = 'ready' WHERE id = ?", arguments: [id])
    ///     try outbox.store(ModelReadyToDeploy(…), in: db)
    /// }
    /// ```
    ///
    /// The tables whose names begin with `outbox`, and `PRAGMA user_version`, are the outbox's own.
    /// Cancelling the task does not end a transaction that has been begun.
    /// - Throws: What `body` throws, with nothing written; GRDB's `DatabaseError` where the transaction fails.
    @discardableResult
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let value = try await database.writeThrowing(body)
        wake.signal()
        return value
    }

    /// Stores an event in a transaction of the caller's; the relay appends it once that is committed.
    ///
    /// - Parameters:
    ///   - event: The event; it is checked against the catalogue.
    ///   - db: The database that ``write(_:)`` hands over.
    ///   - context: What the publisher knows beyond the payload.
    /// - Returns: A receipt with the outcome `accepted`; it holds once the transaction is committed.
    /// - Throws: `PublishError`, rejected for an event that the catalogue refuses, not sent where the outbox is full or can't
    ///   be written. Let it out of ``write(_:)``, so that the transaction is taken back.
    @discardableResult
    public func store<E: Event>(
        _ event: E, in db: Database, context: PublishContext = PublishContext()
    ) throws(PublishError) -> PublishReceipt {
        var expected = ExpectedVersions()
        let encoded = try encode(event, context: context, &expected)
        let partition = E.declaration.outboxPartition(ofAggregate: encoded.envelope.subject)
        do {
            try db.storeWaiting(
                encoded, of: E.declaration.aggregate, in: partition, doubt: nil, limits: limits, path: path)
        } catch {
            let error = OutboxError(error, path: path)
            throw PublishError(.notSent, error.description, cause: error)
        }
        return PublishReceipt(accepted: encoded.envelope.id, partition: partition.number)
    }
}
