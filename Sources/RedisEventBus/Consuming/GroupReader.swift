import EventBus
import Logging
import RedisClient

/// Reads one partition of a stream for one consumer of a group, and recovers from whatever happens on the way.
///
/// First what this consumer was given before and never acknowledged, then what is new; from time to time what others
/// were given and have not acknowledged for longer than the acknowledgement time-out.
struct GroupReader: Sendable {
    /// What one read brought.
    struct Batch: Sendable {
        var entries: [LogEntry]
        /// How often each entry has been delivered, this time included, where this is not its first time.
        var deliveries: [StreamPosition: Int] = [:]
    }

    private enum Phase: Sendable, Equatable {
        case ownPending(after: RedisStreamID)
        case new
    }

    let client: RedisClient
    let log: String
    let reader: Delivery.Reader
    let ackTimeout: Duration
    /// The right to read; a connection reads only after it was admitted.
    let lease: (any PartitionLease)?
    let logger: Logger
    /// How long the server holds a read open where there is nothing new.
    private let blockMilliseconds = 1_000
    private var phase = Phase.ownPending(after: .zero)
    private var connection: RedisBlockingConnection?
    private var nextClaim = ContinuousClock.now
    private var claimCursor = RedisStreamID.zero
    private var failures = 0
    /// The last position read, so that a group that was lost with its log is made again where it was.
    private var lastRead = StreamPosition.beginning

    init(
        client: RedisClient, log: String, reader: Delivery.Reader, ackTimeout: Duration,
        lease: (any PartitionLease)? = nil, logger: Logger
    ) {
        self.lease = lease
        self.client = client
        self.log = log
        self.reader = reader
        self.ackTimeout = ackTimeout
        self.logger = logger
    }

    /// The next entries; returns with none when there was nothing new for a while.
    ///
    /// - Parameters:
    ///   - limit: How many entries at most.
    ///   - held: The pending entries that this process already has, so that none is handled twice. Asked *before* the
    ///     server is, since an entry that is acknowledged in between would look lost.
    ///   - stop: Ends the wait for new entries.
    /// - Throws: `RedisError` where only a person can help; cancellation, unless `stop` has fired.
    mutating func next(
        limit: Int, held: @Sendable () -> Set<StreamPosition>, stop: StopSignal
    ) async throws -> Batch {
        while !stop.isStopping {
            do throws(RedisError) {
                let batch = try await read(limit: limit, held: held, stop: stop)
                if let lease, !lease.isCurrent {
                    stop.stop(.lost)
                    break
                }
                return batch
            } catch {
                if stop.isStopping { break }
                try await recover(from: error)
            }
        }
        return Batch(entries: [])
    }

    /// Closes the connection that reads.
    func close() async {
        await connection?.close()
    }

    private mutating func read(
        limit: Int, held: @Sendable () -> Set<StreamPosition>, stop: StopSignal
    ) async throws(RedisError) -> Batch {
        switch phase {
        case .ownPending(let position):
            return try await readOwnPending(after: position, limit: limit, held: held())
        case .new:
            if ContinuousClock.now >= nextClaim, let batch = try await claim(limit: limit, held: held()) {
                return batch
            }
            return Batch(entries: try await readNew(limit: limit, stop: stop))
        }
    }

    private func createGroup(at position: StreamPosition) async throws(RedisError) {
        do throws(RedisError) {
            _ = try await client.command(
                "XGROUP", "CREATE", log, reader.group, position.description, "MKSTREAM")
        } catch  where error.code == .server("BUSYGROUP") {}
    }

    private mutating func readNew(limit: Int, stop: StopSignal) async throws(RedisError) -> [LogEntry] {
        var commands = RedisCommands(reservingCapacity: 256)
        commands.begin("XREADGROUP", arguments: 10)
        beginRead(limit: limit, &commands)
        commands.argument("BLOCK" as StaticString)
        commands.argument(blockMilliseconds)
        commands.argument("STREAMS" as StaticString)
        commands.argument(log)
        commands.argument(">" as StaticString)
        let connection = try await blocking(stop: stop)
        let reply = try await connection.send(
            commands, deadline: .milliseconds(blockMilliseconds) + .seconds(5))
        let entries = LogEntry.entries(read: try reply.get())
        // Only here: what is read of the pending list goes over another connection, and says nothing of this one.
        failures = 0
        if let last = entries.last { lastRead = max(lastRead, last.position) }
        return entries
    }

    private mutating func readOwnPending(
        after position: RedisStreamID, limit: Int, held: Set<StreamPosition>
    ) async throws(RedisError) -> Batch {
        var commands = RedisCommands(reservingCapacity: 256)
        commands.begin("XREADGROUP", arguments: 8)
        beginRead(limit: limit, &commands)
        commands.argument("STREAMS" as StaticString)
        commands.argument(log)
        commands.argument(position)
        let entries = LogEntry.entries(read: try await client.send(commands)[0].get())
        guard let last = entries.last else {
            phase = .new
            return Batch(entries: [])
        }
        phase = .ownPending(after: last.position.id)
        lastRead = max(lastRead, last.position)
        return try await batch(entries, without: held)
    }

    /// Takes over what others have not acknowledged in time; `nil` where there was nothing.
    private mutating func claim(limit: Int, held: Set<StreamPosition>) async throws(RedisError) -> Batch? {
        let idle = Int(ackTimeout / .milliseconds(1))
        let reply = try await client.command(
            "XAUTOCLAIM", log, reader.group, reader.consumer, String(idle), claimCursor.description, "COUNT",
            String(limit))
        guard reply.count >= 2, let cursor = reply[0].streamID else { return nil }
        claimCursor = cursor
        if cursor == .zero { nextClaim = ContinuousClock.now + ackTimeout / 2 }
        let entries = LogEntry.entries(range: reply[1])
        return entries.isEmpty ? nil : try await batch(entries, without: held)
    }

    /// Adds to pending entries how often they have been delivered.
    private func batch(_ entries: [LogEntry], without held: Set<StreamPosition>) async throws(RedisError) -> Batch {
        let entries = entries.filter { !held.contains($0.position) }
        guard let first = entries.first, let last = entries.last else { return Batch(entries: []) }
        let reply = try await client.command(
            "XPENDING", log, reader.group, first.position.description, last.position.description, "10000",
            reader.consumer)
        var deliveries: [StreamPosition: Int] = [:]
        for pending in reply where pending.count == 4 {
            guard let id = pending[0].streamID, let count = pending[3].integer else { continue }
            deliveries[StreamPosition(id)] = Int(count)
        }
        return Batch(entries: entries, deliveries: deliveries)
    }

    private func beginRead(limit: Int, _ commands: inout RedisCommands) {
        commands.argument("GROUP" as StaticString)
        commands.argument(reader.group)
        commands.argument(reader.consumer)
        commands.argument("COUNT" as StaticString)
        commands.argument(limit)
    }

    private mutating func blocking(stop: StopSignal) async throws(RedisError) -> RedisBlockingConnection {
        if let connection { return connection }
        let opened = try await client.blockingConnection()
        if let lease, try await !lease.admit(opened) {
            await opened.close()
            stop.stop(.lost)
            throw RedisError(.cancelled, "the lease is another's", delivery: .notSent)
        }
        connection = opened
        stop.onStop(of: log) { opened.interrupt() }
        return opened
    }

    private mutating func recover(from error: RedisError) async throws {
        switch ReadRecovery(error) {
        case .again: break
        case .recreateGroup:
            do throws(RedisError) { try await recreateGroup() } catch {
                guard ReadRecovery(error) != .recreateGroup else { return }
                try await recover(from: error)
            }
        case .fail:
            await close()
            if error.code == .cancelled { throw CancellationError() }
            throw error
        case .reconnect:
            failures += 1
            if failures == 1 || failures.isMultiple(of: 20) {
                logger.warning("reading is interrupted", metadata: ["log": "\(log)", "error": "\(error)"])
            }
            await close()
            connection = nil
            // Entries may have been given to this consumer in a reply that was lost: they are pending, ask for them.
            phase = .ownPending(after: .zero)
            try await ReadRecovery.pause(after: error, failures: failures)
        }
    }

    /// Makes a group that is not there, or no longer: from the beginning where nothing was read of it or the log is new
    /// (it was lost too), else where this reader was – from the beginning it would deliver everything a second time.
    ///
    /// Asked for only when a read says so: at maxmemory a group can be read and not be made.
    private mutating func recreateGroup() async throws(RedisError) {
        if lastRead == .beginning, let stored = try await lease?.storedPosition() { lastRead = stored }
        var position = lastRead
        if lastRead != .beginning, try await isLogLost() {
            logger.error(
                "log lost: the stream is shorter than what was read of it; reading it from the beginning",
                metadata: ["log": "\(log)", "group": "\(reader.group)", "last": "\(lastRead)"])
            position = .beginning
            lastRead = .beginning
        }
        try await createGroup(at: position)
    }

    /// Whether the log is gone or ends before what was read of it. Where this user may not ask, it is taken to be there:
    /// ids grow with the clock, so a group made at the last position sees what a new log brings.
    private func isLogLost() async throws(RedisError) -> Bool {
        let info: RedisReply
        do throws(RedisError) { info = try await client.command("XINFO", "STREAM", log) } catch {
            switch error.code {
            case .server("NOPERM"): return false
            case .server("ERR"): return true
            default: throw error
            }
        }
        var fields = info.makeIterator()
        while let name = fields.next(), let value = fields.next() {
            if name.string == "last-generated-id", let last = value.streamID { return StreamPosition(last) < lastRead }
        }
        return false
    }
}
