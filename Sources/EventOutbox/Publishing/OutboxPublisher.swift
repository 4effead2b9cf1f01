public import EventBus

/// A publisher that appends to a transport what it takes now, and stores the rest in an outbox.
///
/// While an event of a partition is stored, later ones of it are stored too: the relay appends them in order.
public struct OutboxPublisher: EventPublisher {
    let outbox: EventOutbox
    let transport: any EncodedEventAppender

    /// Appends one event, or stores it where the transport can't be reached: then the receipt's outcome is `accepted`.
    ///
    /// - Throws: `PublishError`: rejected where the event is refused; not sent where it could neither be appended nor stored;
    ///   outcome unknown where it may be in the log and could not be stored.
    public func publish<E: Event>(_ event: E, context: PublishContext) async throws(PublishError) -> PublishReceipt {
        var expected = ExpectedVersions()
        return try await publish([try outbox.encode(event, context: context, &expected)], of: E.declaration)[0]
    }

    /// Appends many events, or stores those that the transport can't take now; receipts come in the order of the events.
    ///
    /// All events are checked before the first is sent.
    /// - Throws: `PublishError`; `appended` holds the receipts of the events that are in the log or the outbox all the same.
    public func publish<E: Event>(
        contentsOf events: [E], context: PublishContext
    ) async throws(PublishError) -> [PublishReceipt] {
        var encoded: [EncodedEvent] = []
        encoded.reserveCapacity(events.count)
        var expected = ExpectedVersions()
        for (index, event) in events.enumerated() {
            encoded.append(try outbox.encode(event, context: context, &expected, at: events.count > 1 ? index : nil))
        }
        return try await publish(encoded, of: E.declaration)
    }

    /// Appends or stores an event that is known by its declaration only, with a payload that the caller has checked.
    ///
    /// - Throws: `PublishError`, as for a typed event.
    package func publish(
        _ declaration: EventDeclaration, payload: [UInt8], aggregateID: String, idempotencyKey: String?,
        context: PublishContext
    ) async throws(PublishError) -> PublishReceipt {
        var expected = ExpectedVersions()
        let event = try outbox.encoded(
            payload, of: declaration, aggregateID: aggregateID, idempotencyKey: idempotencyKey, context: context,
            &expected)
        return try await publish([event], of: declaration)[0]
    }

    /// Appends or stores events of one type that are known by their declaration only, with payloads that the caller has
    /// checked.
    ///
    /// - Parameter source: Who published them; `nil` for the outbox's own.
    /// - Throws: `PublishError`, as for typed events.
    package func publish(
        contentsOf events: [DeclaredEvent], of declaration: EventDeclaration, source: String?
    ) async throws(PublishError) -> [PublishReceipt] {
        var encoded: [EncodedEvent] = []
        encoded.reserveCapacity(events.count)
        var expected = ExpectedVersions()
        for (index, event) in events.enumerated() {
            encoded.append(
                try outbox.encoded(
                    event, of: declaration, source: source, &expected, at: events.count > 1 ? index : nil))
        }
        return try await publish(encoded, of: declaration)
    }

    private func publish(
        _ events: [EncodedEvent], of declaration: EventDeclaration
    ) async throws(PublishError) -> [PublishReceipt] {
        guard !events.isEmpty else { return [] }
        var publication = Publication(events, of: declaration)
        let behind: Set<OutboxPartition>
        do throws(OutboxError) {
            let partitions = Set(publication.partitions)
            behind = try await outbox.database.read { db in try db.waitingPartitions(among: partitions) }
        } catch {
            // Without knowing what is stored the order could be broken.
            throw PublishError(.notSent, error.description, cause: error)
        }
        let direct =
            transport.isAway ? [] : events.indices.filter { !behind.contains(publication.partitions[$0]) }
        if !direct.isEmpty {
            do throws(PublishError) {
                let receipts = try await transport.append(direct.map { events[$0] }, of: declaration)
                publication.note(receipts, of: direct)
            } catch {
                try publication.note(error, of: direct, isAway: transport.isAway(after: error))
            }
        }
        if let receipts = publication.receipts { return receipts }
        return try await store(publication)
    }

    /// Stores what was not appended, all of it or nothing.
    private func store(_ unstored: Publication) async throws(PublishError) -> [PublishReceipt] {
        var publication = unstored
        let (limits, path, missing) = (outbox.limits, outbox.path, publication.missing)
        let aggregate = publication.aggregate
        do throws(OutboxError) {
            try await outbox.database.write { db in
                for (event, partition, doubt) in missing {
                    try db.storeWaiting(
                        event, of: aggregate, in: partition, doubt: doubt, limits: limits, path: path)
                }
            }
        } catch {
            throw publication.failure(error)
        }
        outbox.wake.signal()
        outbox.metrics?.stored(missing.map(\.0.envelope.type))
        publication.noteAccepted()
        return publication.receipts ?? []
    }
}
