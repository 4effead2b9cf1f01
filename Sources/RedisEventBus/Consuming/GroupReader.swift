import EventBus
import Logging
import RedisClient

/// Reads one partition of a stream for one consumer of a group, and recovers from whatever happens on the way.
///
/// First what is pending: with `order: aggregate` everybody's, since the lease makes this the only reader, else this
/// consumer's own. Then what is new. Where others read too, now and then what they have not touched for longer than the
/// acknowledgement time-out. An own pending entry is never read by `XREADGROUP`, which would charge it an attempt.
struct GroupReader: Sendable {
    /// The group is gone, and what had been read of it with it.
    struct GroupLost: Error {}

    /// What one read brought.
    struct Batch: Sendable {
        var entries: [LogEntry] = []
        /// How many attempts each entry has been charged, the one it was given for included, where that is not 1.
        var attempts: [StreamPosition: Int] = [:]
        var origin = Origin.new
        /// What was parked before this reader began.
        var parked: [FoundParked] = []

        /// Why entries are read.
        enum Origin: Sendable {
            case new
            /// A consumer that is gone had them in hand.
            case leftBehind
            /// They were given to this reader in a reply that it never got.
            case missed
        }
    }

    enum Phase: Sendable, Equatable {
        case leftBehind(from: String)
        case missed(from: String)
        case new
    }

    let client: RedisClient
    let keys: PartitionKeys
    let reader: Delivery.Reader
    let lease: any PartitionLease
    let order: DeliveryOrder
    let ackTimeout: Duration
    let logger: Logger
    /// Whether a group that is lost after something was read of it is for the caller to begin anew with another reader.
    let reportsLostGroup: Bool
    /// How long the server holds a read open where there is nothing new.
    private let blockMilliseconds = 1_000
    /// What is counted, and told of a lost log; `nil` where nothing is.
    var metrics: GroupMetrics?
    var phase = Phase.leftBehind(from: "-")
    private var connection: RedisBlockingConnection?
    var nextClaim = ContinuousClock.now
    var claimCursor = "-"
    private var failures = 0
    /// When to look again for what was given to this consumer and is not here: what this finds was lost on the way.
    private var nextCheck: ContinuousClock.Instant
    /// Whether the log may have changed since it was last read: it is a new connection.
    private var mustCheckLog = false
    /// The last position read, so that a group that was lost is made again where it was.
    private var lastRead = StreamPosition.beginning
    /// Whether entries come a second time, since the group was lost and made again.
    private var rereading: Rereading?

    init(
        client: RedisClient, keys: PartitionKeys, reader: Delivery.Reader, lease: any PartitionLease,
        order: DeliveryOrder, ackTimeout: Duration, logger: Logger,
        reportsLostGroup: Bool = false
    ) {
        self.reportsLostGroup = reportsLostGroup
        self.client = client
        self.keys = keys
        self.reader = reader
        self.lease = lease
        self.order = order
        self.ackTimeout = ackTimeout
        self.logger = logger
        nextCheck = .now + max(ackTimeout, .seconds(5))
    }

    /// The next entries; returns with none when there was nothing new for a while.
    ///
    /// - Parameters:
    ///   - limit: How many entries at most.
    ///   - held: The pending entries that this process already has, so that none is handled twice. Asked *before* the
    ///     server is, since an entry that is acknowledged in between would look lost.
    ///   - stop: Ends the wait for new entries; fired here where the lease turns out to be lost.
    /// - Throws: `RedisError` where only a person can help; ``GroupLost``, where that is wanted; cancellation, unless `stop`
    ///   has fired.
    mutating func next(
        limit: Int, held: @Sendable () -> Set<StreamPosition>, stop: StopSignal
    ) async throws -> Batch {
        while !stop.isStopping {
            LoopHeartbeat.current?.beat()
            do throws(RedisError) {
                let batch = try await read(limit: limit, held: held, stop: stop)
                if !lease.isCurrent {
                    stop.stop(.lost)
                    break
                }
                if batch.origin != .new, !batch.entries.isEmpty { metrics?.readAgain(batch.entries.count) }
                return batch
            } catch {
                if stop.isStopping { break }
                try await recover(from: error, held: held)
            }
        }
        return Batch()
    }

    /// Whether everything that was pending when it began has been read.
    var isPastWhatWasLeftBehind: Bool {
        if case .leftBehind = phase { false } else { true }
    }

    /// Closes the connection that reads.
    func close() async {
        await connection?.close()
    }

    private mutating func read(
        limit: Int, held: @Sendable () -> Set<StreamPosition>, stop: StopSignal
    ) async throws(RedisError) -> Batch {
        switch phase {
        case .leftBehind(let from):
            let page = try await pendingPage(from: from, limit: limit, taking: order == .aggregate ? .all : .none)
            phase = page.next.map { .leftBehind(from: $0) } ?? .new
            noteRead(page.batch)
            return page.batch
        case .missed(let from):
            var page = try await missedPage(from: from, limit: limit, held: held())
            if let rereading {
                page.batch.entries = try await toHandle(of: page.batch.entries, in: rereading, held: held())
            }
            phase = page.next.map { .missed(from: $0) } ?? .new
            nextCheck = .now + max(ackTimeout, .seconds(5))
            noteRead(page.batch)
            return page.batch
        case .new:
            if ContinuousClock.now >= nextCheck {
                phase = .missed(from: "-")
                return Batch()
            }
            if order == .none, ContinuousClock.now >= nextClaim {
                let page = try await pendingPage(
                    from: claimCursor, limit: limit, taking: .idle(atLeast: ackTimeout))
                claimCursor = page.next ?? "-"
                if page.next == nil { nextClaim = .now + min(ackTimeout / 2, .seconds(1)) }
                if !page.batch.entries.isEmpty { return page.batch }
            }
            var batch = Batch(entries: try await readNew(limit: limit, stop: stop))
            if let rereading {
                let last = batch.entries.last?.position
                batch.entries = try await toHandle(of: batch.entries, in: rereading, held: held())
                if let last, last >= rereading.limit { self.rereading = nil }
            }
            noteRead(batch)
            return batch
        }
    }

    private mutating func readNew(limit: Int, stop: StopSignal) async throws(RedisError) -> [LogEntry] {
        var commands = RedisCommands(reservingCapacity: 256)
        commands.begin("XREADGROUP", arguments: 10)
        commands.argument("GROUP" as StaticString)
        commands.argument(reader.group)
        commands.argument(reader.consumer)
        commands.argument("COUNT" as StaticString)
        commands.argument(limit)
        commands.argument("BLOCK" as StaticString)
        commands.argument(blockMilliseconds)
        commands.argument("STREAMS" as StaticString)
        commands.argument(keys.log)
        commands.argument(">" as StaticString)
        guard let connection = try await admitted(stop: stop) else { return [] }
        let reply = try await connection.send(
            commands, deadline: .milliseconds(blockMilliseconds) + .seconds(5))
        let entries = LogEntry.entries(read: try reply.get())
        // Only here: what is read of the pending list goes over another connection, and says nothing of this one.
        failures = 0
        return entries
    }

    /// The connection that reads, with the lease's leave; `nil` where it has none any more, and the reading is over.
    private mutating func admitted(stop: StopSignal) async throws(RedisError) -> RedisBlockingConnection? {
        if let connection { return connection }
        let opened = try await client.blockingConnection()
        guard try await lease.admit(opened) else {
            await opened.close()
            stop.stop(.lost)
            return nil
        }
        if mustCheckLog {
            mustCheckLog = false
            _ = try await isLogLost(behind: lastRead)
        }
        connection = opened
        stop.onStop(of: "\(keys.log) \(reader.group) read") { opened.interrupt() }
        return opened
    }

    private mutating func noteRead(_ batch: Batch) {
        guard let last = batch.entries.last?.position, last > lastRead else { return }
        lastRead = last
    }

    /// What of entries that may come a second time is to be handled; what was done with is acknowledged.
    private func toHandle(
        of entries: [LogEntry], in rereading: Rereading, held: Set<StreamPosition>
    ) async throws(RedisError) -> [LogEntry] {
        var toHandle: [LogEntry] = []
        var done: [String] = []
        for entry in entries {
            switch rereading.verdict(entry.position, isHeld: held.contains(entry.position)) {
            case .handle: toHandle.append(entry)
            case .skip: break
            case .acknowledge: done.append(entry.position.description)
            }
        }
        if !done.isEmpty {
            var command = RedisCommands()
            command.append("XACK", [keys.log, reader.group] + done)
            _ = try await client.reply(to: command).get()
        }
        return toHandle
    }

    private mutating func recover(from error: RedisError, held: @Sendable () -> Set<StreamPosition>) async throws {
        switch ReadRecovery(error) {
        case .again: break
        case .recreateGroup where reportsLostGroup && lastRead > .beginning: throw GroupLost()
        case .recreateGroup:
            do throws(RedisError) { try await recreateGroup(held: held()) } catch {
                guard ReadRecovery(error) != .recreateGroup else { return }
                try await recover(from: error, held: held)
            }
        case .fail:
            await close()
            if error.code == .cancelled { throw CancellationError() }
            throw error
        case .reconnect:
            failures += 1
            if failures == 1 || failures.isMultiple(of: 20) {
                logger.warning("reading is interrupted", metadata: ["log": "\(keys.log)", "error": "\(error)"])
            }
            await close()
            connection = nil
            mustCheckLog = true
            // Entries may have been given to this consumer in a reply that was lost: they are pending, ask for them.
            if phase == .new { phase = .missed(from: "-") }
            try await ReadRecovery.pause(after: error, failures: failures)
        }
    }

    /// Makes a group that is not there, or no longer: from the beginning where nothing was read of it or the log is new
    /// (it was lost too), else behind what is done with – from the beginning it would deliver everything a second time,
    /// and behind what was read it would forget what is in hand.
    ///
    /// Asked for only when a read says so: at maxmemory a group can be read and not be made.
    private mutating func recreateGroup(held: Set<StreamPosition>) async throws(RedisError) {
        if lastRead == .beginning, let stored = try await lease.storedPosition() { lastRead = stored }
        if try await isLogLost(behind: lastRead) {
            lastRead = .beginning
            rereading = nil
        }
        // Lost once more before everything had come again.
        let inHand = held.union(rereading?.inHand ?? [])
        let start = min(inHand.min()?.previous ?? lastRead, lastRead)
        // Where others read too, what is done with is not known. Before the group is made: the answer may be lost.
        if start < lastRead, order == .aggregate { rereading = Rereading(limit: lastRead, inHand: inHand) }
        do throws(RedisError) {
            _ = try await client.command(
                "XGROUP", "CREATE", keys.log, reader.group, start.description, "MKSTREAM")
        } catch  where error.code == .server("BUSYGROUP") {
            if order == .aggregate, lastRead > .beginning { rereading = Rereading(limit: lastRead, inHand: nil) }
        }
    }

    /// Whether the log is gone or ends before a position that was read; said once. Where this user may not ask, it is
    /// taken to be there: ids grow with the clock, so a group made at the last position sees what a new log brings.
    private mutating func isLogLost(behind position: StreamPosition) async throws(RedisError) -> Bool {
        guard position != .beginning, let last = try await lastOfLog(), last < position else { return false }
        logger.error(
            "log lost: the stream is shorter than what was read of it; reading what there is",
            metadata: ["log": "\(keys.log)", "group": "\(reader.group)", "last": "\(position)"])
        metrics?.logLost()
        lastRead = last
        return true
    }

    /// Where the log ends; the beginning where there is none, `nil` where this user may not ask.
    private func lastOfLog() async throws(RedisError) -> StreamPosition? {
        let info: RedisReply
        do throws(RedisError) { info = try await client.command("XINFO", "STREAM", keys.log) } catch {
            switch error.code {
            case .server("NOPERM"): return nil
            case .server("ERR"): return .beginning
            default: throw error
            }
        }
        var fields = info.makeIterator()
        while let name = fields.next(), let value = fields.next() {
            if name.string == "last-generated-id", let last = value.streamID { return StreamPosition(last) }
        }
        return nil
    }
}
