public import EventBus
public import Logging
public import Metrics
import Synchronization

/// A durable outbox: an SQLite file that keeps events until a relay has appended them to the log.
///
/// ```swift
/// let outbox = try EventOutbox(path: "outbox.sqlite", source: "/model-registry")
/// let publisher = outbox.publisher(over: bus)      // publishes, and keeps what the bus can't take now
/// let relay = outbox.relay(over: bus)              // a Service: appends what was kept, in order, once
/// ```
///
/// Several processes may store into one file; one of them relays at a time.
public final class EventOutbox: Sendable {
    /// The path of the file.
    public let path: String
    /// The CloudEvents `source` of what is stored here.
    public let source: String
    /// How much it may keep.
    public let limits: OutboxLimits

    let database: OutboxDatabase
    let logger: Logger
    let metrics: OutboxMetrics?
    /// Tells a relay of this process that something was stored.
    let wake = WakeSignal()
    private let ids = Mutex(EventIDSource())

    /// Opens an outbox, or makes it.
    ///
    /// - Parameters:
    ///   - path: The path of the SQLite file, in a folder that exists, on a local disk. Two more files lie beside it
    ///     (`-wal`, `-shm`), and the lock of the relay (`-relay`).
    ///   - source: The CloudEvents `source` of what is stored here; the same as the transport's.
    ///   - limits: How much it may keep.
    ///   - opening: What to do about a file that is no outbox yet.
    ///   - logger: Where the relay writes what it does.
    ///   - metrics: Where it is counted what is stored and relayed; by default what `MetricsSystem` was bootstrapped with by now.
    /// - Throws: ``OutboxError`` where the file can't be opened, is no database, or is of a newer version.
    public init(
        path: String, source: String, limits: OutboxLimits = OutboxLimits(), opening: OutboxOpening = .makingIfAbsent,
        logger: Logger = Logger(label: "eventbus.outbox"), metrics: any MetricsFactory = MetricsSystem.factory
    ) throws(OutboxError) {
        self.metrics = OutboxMetrics(metrics)
        self.path = path
        self.source = source
        self.limits = limits
        self.logger = logger
        database = try OutboxDatabase(path: path, opening: opening)
    }

    /// A publisher that appends to a transport what it takes, and stores the rest.
    ///
    /// - Parameter transport: Where events are appended while it can be reached.
    public func publisher(over transport: any EventPublisher & EncodedEventAppender) -> OutboxPublisher {
        OutboxPublisher(outbox: self, transport: transport)
    }

    /// The service that appends what was stored; run it, or give it to a `ServiceGroup`. Of several on one file, one works
    /// and the others stand by.
    ///
    /// - Parameters:
    ///   - transport: Where the events go.
    ///   - backoff: The pause after a failure, for each partition.
    ///   - loops: Where the relay's loop is listed.
    public func relay(
        over transport: any EncodedEventAppender,
        backoff: RetryBackoff = RetryBackoff(base: .milliseconds(100), factor: 2, max: .seconds(5)),
        loops: LoopHeartbeats = LoopHeartbeats()
    ) -> OutboxRelay {
        OutboxRelay(outbox: self, transport: transport, backoff: backoff, loops: loops)
    }

    /// What the outbox keeps, and who relays it.
    ///
    /// - Throws: ``OutboxError`` where the file can't be read.
    public func status() async throws(OutboxError) -> OutboxStatus {
        let (limits, path) = (limits, path)
        let holder = RelayLock.holder(ofOutbox: path)
        return try await database.read { db in
            OutboxStatus(
                usage: try db.outboxUsage(), limits: limits, partitions: try db.waitingByPartition(),
                refused: try db.refusedEvents(path: path), relay: holder)
        }
    }

    /// Has refused events tried again: they join the end of their partitions.
    ///
    /// - Parameters:
    ///   - numbers: Which ones; all where `nil`.
    ///   - who: Who does it, for the audit.
    ///   - reason: Why, for the audit.
    /// - Returns: How many there were.
    /// - Throws: ``OutboxError`` where the file can't be written.
    public func retryRefused(
        _ numbers: [Int64]? = nil, by who: String, reason: String = ""
    ) async throws(OutboxError) -> Int {
        let count = try await database.write { db in try db.retryRefused(numbers, by: who, why: reason, at: .now) }
        wake.signal()
        return count
    }

    /// Removes refused events for good.
    ///
    /// - Parameters:
    ///   - numbers: Which ones; all where `nil`.
    ///   - who: Who does it, for the audit.
    ///   - reason: Why, for the audit.
    /// - Returns: How many there were.
    /// - Throws: ``OutboxError`` where the file can't be written.
    public func discardRefused(
        _ numbers: [Int64]? = nil, by who: String, reason: String = ""
    ) async throws(OutboxError) -> Int {
        try await database.write { db in try db.discardRefused(numbers, by: who, why: reason, at: .now) }
    }

    /// What was done to refused events of this file, the oldest first: the last 10,000.
    ///
    /// - Throws: ``OutboxError`` where the file can't be read.
    public func acts() async throws(OutboxError) -> [OutboxAct] {
        let path = path
        return try await database.read { db in try db.acts(path: path) }
    }

    /// Closes the file; publishing through it afterwards fails.
    public func close() { database.close() }

    /// Gives an event its id and time.
    func envelope(
        _ declaration: EventDeclaration, aggregateID: String, context: PublishContext
    ) -> EventEnvelope {
        let now = Timestamp.now
        let id = ids.withLock { $0.next(milliseconds: UInt64(max(0, now.microseconds / 1_000))) }
        return EventEnvelope(
            id: id, type: declaration.type, version: declaration.version, source: source, time: now,
            subject: aggregateID, correlationID: context.correlationID, causationID: context.causationID,
            traceParent: context.traceParent, publishedBy: context.publishedBy)
    }

    /// Checks and encodes an event.
    ///
    /// - Parameters:
    ///   - expected: The expectations of its batch so far.
    ///   - index: Its place in a batch.
    /// - Throws: `PublishError`, rejected, with the path and the rule that the event breaks, or its size.
    func encode<E: Event>(
        _ event: E, context: PublishContext, _ expected: inout ExpectedVersions, at index: Int? = nil
    ) throws(PublishError) -> EncodedEvent {
        var payload = JSONWriter()
        do throws(InvalidPayload) { try event.writePayload(to: &payload) } catch {
            let place = index.map { " (number \($0) of the batch)" } ?? ""
            throw PublishError(.rejected, "\(E.declaration.type)\(place): \(error)", cause: error)
        }
        return try encoded(
            payload.finish(), of: E.declaration, aggregateID: event.aggregateID, idempotencyKey: event.idempotencyKey,
            context: context, &expected, at: index)
    }

    /// An event whose payload has been checked, with its attributes.
    ///
    /// - Throws: `PublishError`, rejected, where it is larger than the limit, or expects a version that it can't have.
    func encoded(
        _ payload: [UInt8], of declaration: EventDeclaration, aggregateID: String, idempotencyKey: String?,
        context: PublishContext, _ expected: inout ExpectedVersions, at index: Int? = nil
    ) throws(PublishError) -> EncodedEvent {
        try context.checkExpectedVersion(of: declaration)
        let envelope = envelope(declaration, aggregateID: aggregateID, context: context)
        return try encoded(
            payload, in: envelope, of: declaration, idempotencyKey: idempotencyKey,
            expectedVersion: expected.next(envelope.id, of: aggregateID, context), at: index)
    }

    /// An event that is known by its declaration only, with the id, time and source that it was given elsewhere.
    ///
    /// - Throws: `PublishError`, rejected, where it is larger than the limit, or expects a version that it can't have.
    func encoded(
        _ event: DeclaredEvent, of declaration: EventDeclaration, source: String?, _ expected: inout ExpectedVersions,
        at index: Int?
    ) throws(PublishError) -> EncodedEvent {
        try event.context.checkExpectedVersion(of: declaration)
        let fresh = envelope(declaration, aggregateID: event.aggregateID, context: event.context)
        let envelope = EventEnvelope(
            id: event.id ?? fresh.id, type: fresh.type, version: fresh.version, source: source ?? fresh.source,
            time: event.time ?? fresh.time, subject: fresh.subject, correlationID: fresh.correlationID,
            causationID: fresh.causationID, traceParent: fresh.traceParent, publishedBy: fresh.publishedBy)
        return try encoded(
            event.payload, in: envelope, of: declaration, idempotencyKey: event.idempotencyKey,
            expectedVersion: expected.next(envelope.id, of: event.aggregateID, event.context), at: index)
    }

    private func encoded(
        _ payload: [UInt8], in envelope: EventEnvelope, of declaration: EventDeclaration, idempotencyKey: String?,
        expectedVersion: ExpectedVersion?, at index: Int?
    ) throws(PublishError) -> EncodedEvent {
        let size = payload.count + envelope.attributeBytes
        guard size <= limits.eventBytes else {
            throw PublishError(tooLarge: size, limit: limits.eventBytes, of: declaration, at: index)
        }
        return EncodedEvent(
            envelope: envelope, idempotencyKey: idempotencyKey, payload: payload, expectedVersion: expectedVersion)
    }
}

extension EventEnvelope {
    /// The size of what an entry has beside its payload, on the safe side.
    fileprivate var attributeBytes: Int {
        [type, version, source, subject, correlationID, causationID, traceParent, publishedBy].reduce(500) {
            $0 + ($1?.utf8.count ?? 0)
        }
    }
}

extension EventDeclaration {
    /// Where an outbox keeps the events of an aggregate.
    func outboxPartition(ofAggregate id: String) -> OutboxPartition {
        OutboxPartition(stream: stream.name, number: stream.partition(ofAggregate: id))
    }
}
