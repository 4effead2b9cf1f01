import EventBus
import GRDB
import Logging

/// Relays the events of one partition, a batch at a time.
struct PartitionRelay: Sendable {
    /// What one step came to.
    enum Step: Equatable {
        /// Nothing of the partition waits.
        case idle
        /// Something changed; there may be more.
        case advanced
        /// The transport can take nothing now; why.
        case failed(String)
    }

    /// How many events go into one batch: a script's work on the server is bounded by it.
    private static let events = 100
    /// How many bytes of payload, unless one event alone has more.
    private static let bytes = 256 << 10

    let outbox: EventOutbox
    let transport: any EncodedEventAppender
    let partition: OutboxPartition

    /// Relays the next events.
    ///
    /// - Throws: ``OutboxError`` where the file can't be read or written; what was appended is found so the next time.
    func step() async throws(OutboxError) -> Step {
        let (partition, path) = (partition, outbox.path)
        let (rows, previous) = try await outbox.database.read { db in
            (
                try db.firstWaiting(in: partition, count: Self.events, bytes: Self.bytes, path: path),
                try db.lastRelayed(of: partition)
            )
        }
        guard let first = rows.first else { return .idle }
        do throws(PublishError) {
            if let doubt = first.doubt {
                let settled = try await transport.settle(first.event, doubt)
                try await record(settled, of: first)
            } else {
                let batch = Array(rows.prefix { $0.doubt == nil })
                let answer = try await transport.relay(
                    RelayBatch(
                        outbox: outbox.database.identity, previous: previous,
                        events: batch.map { ($0.number, $0.event) }))
                outbox.metrics?.relayed(answer.fresh, of: partition.stream)
                try await record(RelayChange(answer, to: batch), of: batch)
            }
            return .advanced
        } catch {
            guard !Task.isCancelled else { return .failed(error.description) }
            if let error = error.cause as? OutboxError { throw error }
            let message = error.description
            try await outbox.database.write { db in try db.noteFailure(of: first.number, message) }
            return .failed(message)
        }
    }

    private func record(_ settled: SettledDoubt, of row: StoredEvent) async throws(PublishError) {
        let partition = partition
        switch settled {
        case .appended(let position):
            outbox.logger.info("an event whose append had lost its answer is in the log", metadata: metadata(row))
            try await write { db in
                try db.removeWaiting(through: row.number, in: partition)
                try db.notePosition(position, in: partition)
            }
            outbox.metrics?.relayed(1, of: partition.stream)
        case .absent: try await write { db in try db.clearDoubt(of: row.number) }
        case .lost(let why):
            let reason = "it may be in the log already, and that can't be found out: \(why)"
            outbox.logger.error(
                "an event is set aside: look for it in the log, then retry or discard it",
                metadata: metadata(row).merging(["reason": "\(reason)"]) { $1 })
            let now = Timestamp.now
            try await write { db in try db.refuseWaiting(row.number, reason: reason, at: now) }
            outbox.metrics?.refused(partition.stream)
        }
    }

    private func record(_ change: RelayChange, of rows: [StoredEvent]) async throws(PublishError) {
        let (partition, now) = (partition, Timestamp.now)
        let isForeign = try await write { db in
            if let progress = change.progress {
                try db.removeWaiting(through: progress.number, in: partition)
                try db.noteRelayed(progress.mark, at: progress.position, in: partition)
            }
            if let refusal = change.refusal {
                try db.refuseWaiting(refusal.number, reason: refusal.reason, at: now)
            }
            guard let remembered = change.diverged else { return false }
            // Either it belongs to a batch that was longer than this one, or to another timeline: after a failover to an
            // older copy of the log, the next event follows the one that this copy ends with.
            let known = try db.waitingNumber(of: remembered, in: partition)
            if let known { try db.removeWaiting(through: known, in: partition) }
            try db.noteRelayed(remembered, at: nil, in: partition)
            return known == nil
        }
        if let refusal = change.refusal {
            outbox.metrics?.refused(partition.stream)
            outbox.logger.error(
                "the transport refuses an event; it is set aside",
                metadata: (rows.first { $0.number == refusal.number }.map { metadata($0) } ?? [:])
                    .merging(["number": "\(refusal.number)", "reason": "\(refusal.reason)"]) { $1 })
        }
        if isForeign {
            outbox.logger.warning(
                "the log does not end where this outbox left it: it lost entries, or a copy of the file is relayed too",
                metadata: ["stream": "\(partition.stream)", "partition": "\(partition.number)"])
        }
    }

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(PublishError) -> Value {
        do throws(OutboxError) { return try await outbox.database.write(body) } catch {
            throw PublishError(.outcomeUnknown, error.description, cause: error)
        }
    }

    private func metadata(_ row: StoredEvent) -> Logger.Metadata {
        Logger.Metadata(EventMetadata(row.event.envelope, in: partition))
    }
}
