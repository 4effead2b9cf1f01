import EventBus
import Logging
import RedisClient
import Tracing

/// Routes one partition of a stream: reads a batch, builds its messages, commits it with one script, and reads the next
/// batch while the server commits.
struct PartitionRouter: Sendable {
    let client: RedisClient
    let keys: PartitionKeys
    let reader: Delivery.Reader
    let policy: DeliveryPolicy
    let table: RoutingTable
    let batch: Int
    let logger: Logger
    /// Where it counts what it does; `nil` where nothing is counted.
    var metrics: RouteMetrics?
    /// Where its loop is listed.
    var loops = LoopHeartbeats()
    /// The spans of what is routed; `nil` where nobody traces.
    var tracing: BusTracing?

    private var log: String { keys.log }

    /// Says that another router has the lease.
    private struct LeaseLost: Error {}

    /// Routes what the holder before had in hand, then what is new, until the task is cancelled or `stop` fires; the batch
    /// that is being committed is committed. Returns early where the lease is another's.
    ///
    /// - Throws: `RedisError` that only a person can mend.
    func run(lease: any PartitionLease, stop: StopSignal) async throws {
        try await loops.run("router \(reader.stream)/\(reader.partition)", bound: client.loopBound) { heartbeat in
            try await routeAgainAndAgain(heartbeat, lease: lease, stop: stop)
        }
    }

    private func routeAgainAndAgain(
        _ heartbeat: LoopHeartbeat, lease: any PartitionLease, stop: StopSignal
    ) async throws {
        while !stop.isStopping {
            heartbeat.beat()
            do {
                try await route(lease: lease, stop: stop)
            } catch is GroupReader.GroupLost {
                // Nothing is in hand any more: it begins anew behind what was committed last.
                logger.warning("the router's group is gone: it is made again", metadata: ["log": "\(log)"])
            } catch is LeaseLost {
                logger.info("routing ends: the lease is another's", metadata: ["log": "\(log)"])
                return
            }
        }
    }

    private func route(lease: any PartitionLease, stop: StopSignal) async throws {
        var groupReader = GroupReader(
            client: client, keys: keys, reader: reader, lease: lease, order: .aggregate,
            ackTimeout: policy.ackTimeout, logger: logger, reportsLostGroup: true)
        groupReader.metrics = metrics?.group
        do { try await route(&groupReader, lease: lease, stop: stop) } catch {
            await groupReader.close()
            throw error
        }
        await groupReader.close()
    }

    private func route(_ groupReader: inout GroupReader, lease: any PartitionLease, stop: StopSignal) async throws {
        let held = HeldPositions()
        let touched = [keys.log, keys.dead, lease.key] + table.lists
        try await withThrowingTaskGroup(of: Void.self) { commits in
            // One commit at a time, so that the lists keep the log's order.
            var isCommitting = false
            while !stop.isStopping {
                let read: Result<[LogEntry], any Error>
                do {
                    read = .success(
                        try await groupReader.next(limit: batch, held: { held.all }, stop: stop).entries)
                } catch {
                    read = .failure(error)
                }
                // Whatever the reading came to: what was begun is not to be cancelled.
                if isCommitting { try await commits.next() }
                let entries = try read.get()
                isCommitting = !entries.isEmpty
                guard isCommitting else { continue }
                held.insert(entries)
                commits.addTask {
                    try await commit(entries, keys: touched, lease: lease)
                    held.remove(entries)
                    if let last = entries.last { lease.note(position: last.position) }
                }
            }
            if isCommitting { try await commits.next() }
        }
    }

    /// Commits a batch, within a span for each event where somebody traces.
    private func commit(_ entries: [LogEntry], keys touched: [String], lease: any PartitionLease) async throws {
        let batch = RouteBatch(entries, table: table)
        guard let tracing else {
            _ = try await commit(batch, of: entries, keys: touched, lease: lease)
            return
        }
        let spans = tracing.beginRouting(entries, reader)
        defer { for (_, span) in spans { span.end() } }
        do {
            let failed = try await commit(batch, of: entries, keys: touched, lease: lease)
            let unroutable = Dictionary(batch.unroutable.map { ($0.position, $0.problem) }) { first, _ in first }
            for (position, span) in spans {
                if let problem = unroutable[position] { span.fail(problem) }
                if failed.contains(position) { span.fail(RouteFailure()) }
            }
        } catch {
            for (_, span) in spans { span.fail(error) }
            throw error
        }
    }

    /// What the span of an event says of which a route failed; the dead letter names the route.
    private struct RouteFailure: Error {}

    /// Commits a batch; goes on trying while the server is away. Trying again is safe: what a lost reply had committed
    /// is no longer pending, and is passed over.
    /// - Returns: The events of which a route failed.
    private func commit(
        _ batch: RouteBatch, of entries: [LogEntry], keys touched: [String], lease: any PartitionLease
    ) async throws -> Set<StreamPosition> {
        let deadLetters = DeadLetterWriter(
            client: client, keys: keys, reader: reader, lease: lease, logger: logger, metrics: metrics?.group)
        for entry in batch.unroutable {
            guard case .bury(let reason, let error) = AttemptOutcome(entry.problem) else { continue }
            try await deadLetters.bury(
                DeadLetterWriter.Letter(
                    position: entry.position, attempts: 1, reason: reason, error: error, record: entry.record))
        }
        for position in batch.trimmed {
            logger.error(
                "an entry was trimmed before it was routed",
                metadata: ["position": "\(position)"])
            try await Acknowledger(client: client, log: log, group: reader.group, logger: logger)
                .acknowledge([position])
        }
        guard batch.entries > 0 else { return [] }
        var failures = 0
        while true {
            do throws(RedisError) {
                let command = batch.command(keys: touched, reader: reader, epoch: lease.epoch, now: .now)
                let reply = try await client.send(command, loading: [Scripts.route])[0].get()
                let outcome = RouteOutcome(reply)
                metrics?.committed(batch, outcome)
                for entry in entries {
                    if let routes = outcome.failed[entry.position] { tell(of: routes, thatFailed: entry) }
                }
                return Set(outcome.failed.keys)
            } catch {
                if error.code == .server("LEASELOST") { throw LeaseLost() }
                if error.code == .server("NOGROUP") { throw GroupReader.GroupLost() }
                if error.code == .cancelled { throw CancellationError() }
                failures += 1
                if failures == 1 || failures.isMultiple(of: 20) {
                    logger.warning("routing is interrupted", metadata: ["log": "\(log)", "error": "\(error)"])
                }
                try await ReadRecovery.pause(after: error, failures: failures)
            }
        }
    }

    private func tell(of routes: [String], thatFailed entry: LogEntry) {
        let record: EventRecord? = if case .event(let record) = entry.content { record } else { nil }
        var metadata = EventMetadata(record: record, at: entry.position)
        metadata.set(reader)
        logger.error(
            "routes failed; they are named in a dead letter",
            metadata: Logger.Metadata(metadata, ["routes": "\(routes.joined(separator: " "))"]))
    }
}
