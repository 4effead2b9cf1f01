import EventBus
import Logging
import RedisClient
import Synchronization

/// The one read at the end of a stream's logs that all subscribers of this process share.
///
/// It runs while somebody subscribes. It keeps a window of recent entries and no queue per subscriber: the log is the
/// buffer, so a slow subscriber costs nothing and loses nothing. At each new connection, and every second, it sees to it that
/// the logs still are those it has read.
final class LogTail: Sendable {
    private struct State {
        /// One per partition; empty until the first read has found out where the logs end.
        var windows: [TailWindow] = []
        /// The losses that were noticed, oldest first.
        var losses: [LogLoss] = []
        var lineage: ServerLineage?
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
        var subscribers = 0
        var reading: Task<Void, Never>?
        /// Which read this is, so that one that was ended has no more say.
        var generation = 0
        var failure: RedisError?
    }

    /// What somebody waits for.
    enum Patience: Sendable {
        /// That something has come.
        case news
        /// The same, or that the shared read has had another look: at most a second, while the server answers.
        case nextRead
    }

    private struct Waiter {
        let continuation: CheckedContinuation<Void, Never>
        let patience: Patience
    }

    /// Where a subscriber begins that begins now.
    struct End: Sendable {
        let cursor: Cursor
        /// How many entries the shared read has seen of each partition.
        let counts: [Int]
    }

    let client: RedisClient
    let keys: [LogSnapshot.Keys]
    let stream: String
    let logger: Logger
    private let loops: LoopHeartbeats
    private let metrics: BusMetrics?
    private let state = Mutex(State())
    private static let blockMilliseconds = 1_000
    private static let windowCapacity = 2_048
    private static let checkInterval = Duration.seconds(1)
    /// How many of the last entries are remembered when reading begins, to tell later whether the log still has them.
    private static let rememberedEntries = 32

    init(
        client: RedisClient, stream: String, keys: [LogSnapshot.Keys], logger: Logger,
        loops: LoopHeartbeats = LoopHeartbeats(), metrics: BusMetrics? = nil
    ) {
        self.loops = loops
        self.metrics = metrics
        self.client = client
        self.stream = stream
        self.keys = keys
        self.logger = logger
    }

    /// Somebody subscribes: the first one starts the read.
    ///
    /// - Returns: How many losses are behind it and none of its business.
    func join() -> Int {
        state.withLock { state in
            state.subscribers += 1
            guard state.reading == nil else { return state.losses.count }
            state.failure = nil
            state.losses = []
            state.generation += 1
            state.reading = Task { [generation = state.generation] in await self.read(generation) }
            return 0
        }
    }

    /// Somebody leaves: the last one ends the read.
    func leave() {
        let reading = state.withLock { state -> Task<Void, Never>? in
            state.subscribers -= 1
            guard state.subscribers == 0 else { return nil }
            let reading = state.reading
            state.reading = nil
            state.windows = []
            return reading
        }
        reading?.cancel()
    }

    /// What a partition has after a position; `nil` as long as nobody knows where the logs end.
    func entries(_ partition: Int, after position: StreamPosition, limit: Int) throws(RedisError) -> TailWindow.Answer?
    {
        let (answer, failure) = state.withLock { state in
            (
                state.windows.isEmpty
                    ? nil : state.windows[partition].entries(after: position, limit: limit), state.failure
            )
        }
        if let failure { throw failure }
        return answer
    }

    /// Where the logs end, as the shared read has it; `nil` as long as nobody knows.
    func end() throws(RedisError) -> End? {
        let (windows, lineage, failure) = state.withLock { ($0.windows, $0.lineage, $0.failure) }
        if let failure { throw failure }
        guard !windows.isEmpty else { return nil }
        return End(cursor: Cursor(positions: windows.map(\.last), server: lineage?.id), counts: windows.map(\.count))
    }

    /// The losses after those that a subscriber knows of, and the server whose data are read.
    func news(after known: Int) -> (losses: ArraySlice<LogLoss>, server: String?) {
        state.withLock { ($0.losses[known...], $0.lineage?.id) }
    }

    /// How many entries the shared read has seen of a partition; `nil` as long as nobody knows where the logs end.
    func count(_ partition: Int) -> Int? { state.withLock { $0.windows.isEmpty ? nil : $0.windows[partition].count } }

    /// The place in a partition behind which at most so many entries are left, and how many entries stand before it.
    func place(_ partition: Int, leaving limit: Int) -> (position: StreamPosition, number: Int)? {
        state.withLock { $0.windows.isEmpty ? nil : $0.windows[partition].place(leaving: limit) }
    }

    /// Waits until something has come after `seen`, or a loss after those known; returns at once where it already has, or the
    /// task is cancelled.
    func wait(beyond seen: Cursor?, losses: Int, until patience: Patience = .news) async {
        let ticket = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let mayGo = state.withLock { state in
                    // As long as nobody knows where the logs end there is nothing for anybody.
                    let isAnythingNew =
                        if let seen { zip(state.windows, seen.positions).contains { $0.last > $1 } } else {
                            !state.windows.isEmpty
                        }
                    guard !isAnythingNew, state.losses.count == losses, state.failure == nil, !Task.isCancelled else {
                        return true
                    }
                    state.waiters[ticket] = Waiter(continuation: waiter, patience: patience)
                    return false
                }
                if mayGo { waiter.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: ticket) }?.continuation.resume()
        }
    }

    private func read(_ generation: Int) async {
        // What it ended with is told to those who wait, and stands in the list of loops.
        try? await loops.run("tail \(stream)", bound: client.loopBound) { heartbeat in
            try await read(generation, heartbeat)
        }
    }

    private func read(_ generation: Int, _ heartbeat: LoopHeartbeat) async throws {
        var failures = 0
        var connection: RedisBlockingConnection?
        var nextCheck = ContinuousClock.now
        while !Task.isCancelled {
            heartbeat.beat()
            do throws(RedisError) {
                try await findEnds(generation)
                let reading: RedisBlockingConnection
                if let connection {
                    reading = connection
                } else {
                    reading = try await client.blockingConnection()
                    nextCheck = .now
                }
                connection = reading
                if nextCheck <= .now {
                    try await check(generation)
                    nextCheck = .now + Self.checkInterval
                }
                try await readOnce(reading, generation)
                failures = 0
            } catch {
                await connection?.close()
                connection = nil
                if Task.isCancelled { return }
                failures += 1
                do { try await ReadRecovery.pause(after: error, failures: failures) } catch let final as RedisError {
                    wake(generation) { $0.failure = final }
                    throw final
                } catch { break }
            }
        }
        await connection?.close()
    }

    /// Finds where each log ends, once; from there on nothing is missed, whatever happens to the connection.
    private func findEnds(_ generation: Int) async throws(RedisError) {
        guard state.withLock({ $0.windows.isEmpty }) else { return }
        var commands = RedisCommands()
        commands.append("INFO", "replication")
        for keys in keys {
            commands.append("XREVRANGE", keys.log, "+", "-", "COUNT", String(Self.rememberedEntries))
            commands.append("XINFO", "STREAM", keys.log)
        }
        let replies = try await client.send(commands)
        let lineage = ServerLineage(replies[0])
        var windows: [TailWindow] = []
        for index in keys.indices {
            let earlier = LogEntry.entries(range: try replies[2 * index + 1].get()).reversed().map(\.position)
            let last = try LogFacts(info: replies[2 * index + 2]).last
            windows.append(TailWindow(after: last, capacity: Self.windowCapacity, earlier: earlier))
        }
        wake(generation) { state in
            state.windows = windows
            state.lineage = lineage
        }
    }

    /// Sees to it that each log continues what was read of it.
    private func check(_ generation: Int) async throws(RedisError) {
        let (windows, lineage) = state.withLock { ($0.windows, $0.lineage) }
        guard !windows.isEmpty else { return }
        let snapshots = try await LogSnapshot.take(of: keys, after: windows.map(\.last), limit: 0, client)
        for (partition, snapshot) in snapshots.enumerated() {
            let window = windows[partition]
            let relation = snapshot.lineage?.relation(to: lineage?.id) ?? .unknown
            let judged = LogContinuity(
                after: window.last, .read, isPresent: snapshot.isPresent, snapshot.facts, relation)
            switch judged {
            case .intact: break
            case .trimmed(let through):
                // Subscribers who stand before it find out for themselves what they missed.
                wake(generation) { state in
                    state.windows[partition] = TailWindow(
                        after: through, capacity: Self.windowCapacity, count: window.count)
                }
            case .lost(let end):
                try await noteLoss(of: partition, window, end, log: snapshot.facts.range, generation)
            }
        }
        state.withLock { $0.lineage = snapshots.last?.lineage ?? lineage }
    }

    /// Finds how far the log still is what was read of it, and has everybody read on from there.
    private func noteLoss(
        of partition: Int, _ window: TailWindow, _ end: StreamPosition, log: ClosedRange<StreamPosition>?,
        _ generation: Int
    ) async throws(RedisError) {
        let seen = window.positions
        var common = end
        if let oldest = seen.first {
            let reply = try await client.command(
                "XRANGE", keys[partition].log, oldest.description, window.last.description, "COUNT",
                String(Self.windowCapacity * 2))
            let present = LogEntry.entries(range: reply).map(\.position)
            common =
                LogContinuity.commonEnd(seen: seen, present: present) ?? (end == window.last ? end : min(end, oldest))
        }
        let loss = LogLoss(partition: partition, resumeAfter: common, last: window.last, log: log)
        // Noticed before, and nothing has been read since.
        let before = state.withLock { $0.losses.last { $0.partition == partition } }
        if let before, before.isSame(as: loss) { return }
        metrics?.logLost(stream)
        logger.error(
            "log lost: the log is shorter than what was read of it, or another one",
            metadata: [
                "log": "\(keys[partition].log)", "last": "\(window.last)", "resuming after": "\(common)",
            ])
        wake(generation) { state in
            state.losses.append(loss)
            state.windows[partition] = TailWindow(
                after: common, capacity: Self.windowCapacity, count: window.count,
                earlier: seen.filter { $0 < common })
        }
    }

    private func readOnce(_ connection: RedisBlockingConnection, _ generation: Int) async throws(RedisError) {
        let ends = state.withLock { $0.windows.map(\.last) }
        guard !ends.isEmpty else { return }
        var commands = RedisCommands(reservingCapacity: 256)
        commands.begin("XREAD", arguments: 5 + 2 * keys.count)
        commands.argument("COUNT" as StaticString)
        commands.argument(512)
        commands.argument("BLOCK" as StaticString)
        commands.argument(Self.blockMilliseconds)
        commands.argument("STREAMS" as StaticString)
        for keys in keys { commands.argument(keys.log) }
        for end in ends { commands.argument(end.id) }
        let reply = try await connection.send(
            commands, deadline: .milliseconds(Self.blockMilliseconds) + .seconds(5)
        ).get()
        var brought: [(partition: Int, entries: [LogEntry])] = []
        for stream in reply where stream.count == 2 {
            guard let partition = keys.firstIndex(where: { $0.log == stream[0].string }) else { continue }
            brought.append((partition, LogEntry.entries(range: stream[1])))
        }
        guard !brought.isEmpty else { return wake(generation, only: .nextRead) { _ in } }
        wake(generation) { state in
            for (partition, entries) in brought { state.windows[partition].append(entries) }
        }
    }

    /// Notes what a read brought, unless that read was ended meanwhile, and wakes whoever waits for it: everybody, or only
    /// those of little patience.
    private func wake(_ generation: Int, only patience: Patience? = nil, _ change: (inout State) -> Void) {
        let woken: [Waiter] = state.withLock { state in
            guard state.generation == generation, state.reading != nil else { return [] }
            change(&state)
            let woken = state.waiters.filter { patience == nil || $0.value.patience == patience }
            for ticket in woken.keys { state.waiters[ticket] = nil }
            return Array(woken.values)
        }
        for waiter in woken { waiter.continuation.resume() }
    }
}
