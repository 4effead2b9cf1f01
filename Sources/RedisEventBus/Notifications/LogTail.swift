import EventBus
import Logging
import RedisClient
import Synchronization

/// The one read at the end of a stream's logs that all subscribers of this process share.
///
/// It runs while somebody subscribes. It keeps a window of recent entries and no queue per subscriber: the log is the
/// buffer, so a slow subscriber costs nothing and loses nothing.
final class LogTail: Sendable {
    private struct State {
        /// One per partition; empty until the first read has found out where the logs end.
        var windows: [TailWindow] = []
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var nextWaiter = 0
        var subscribers = 0
        var reading: Task<Void, Never>?
        /// Which read this is, so that one that was ended has no more say.
        var generation = 0
        var failure: RedisError?
    }

    private let client: RedisClient
    private let logs: [String]
    private let logger: Logger
    private let state = Mutex(State())
    private static let blockMilliseconds = 1_000
    private static let windowCapacity = 2_048

    init(client: RedisClient, logs: [String], logger: Logger) {
        self.client = client
        self.logs = logs
        self.logger = logger
    }

    /// Somebody subscribes: the first one starts the read.
    func join() {
        state.withLock { state in
            state.subscribers += 1
            guard state.reading == nil else { return }
            state.failure = nil
            state.generation += 1
            state.reading = Task { [generation = state.generation] in await self.read(generation) }
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
    func end() throws(RedisError) -> Cursor? {
        let (windows, failure) = state.withLock { ($0.windows, $0.failure) }
        if let failure { throw failure }
        return windows.isEmpty ? nil : Cursor(positions: windows.map(\.last))
    }

    /// Waits until something has come after `seen`; returns at once where it already has, or the task is cancelled.
    func wait(beyond seen: Cursor?) async {
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
                    guard !isAnythingNew, state.failure == nil, !Task.isCancelled else { return true }
                    state.waiters[ticket] = waiter
                    return false
                }
                if mayGo { waiter.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: ticket) }?.resume()
        }
    }

    private func read(_ generation: Int) async {
        var failures = 0
        var connection: RedisBlockingConnection?
        while !Task.isCancelled {
            do throws(RedisError) {
                try await findEnds(generation)
                let reading: RedisBlockingConnection
                if let connection { reading = connection } else { reading = try await client.blockingConnection() }
                connection = reading
                try await readOnce(reading, generation)
                failures = 0
            } catch {
                await connection?.close()
                connection = nil
                if Task.isCancelled { return }
                failures += 1
                do { try await ReadRecovery.pause(after: error, failures: failures) } catch let final as RedisError {
                    wake(generation) { $0.failure = final }
                    return
                } catch { break }
            }
        }
        await connection?.close()
    }

    /// Finds where each log ends, once; from there on nothing is missed, whatever happens to the connection.
    private func findEnds(_ generation: Int) async throws(RedisError) {
        guard state.withLock({ $0.windows.isEmpty }) else { return }
        var commands = RedisCommands()
        for log in logs { commands.append("XREVRANGE", log, "+", "-", "COUNT", "1") }
        var windows: [TailWindow] = []
        for reply in try await client.send(commands) {
            let last = LogEntry.entries(range: try reply.get()).last?.position ?? .beginning
            windows.append(TailWindow(after: last, capacity: Self.windowCapacity))
        }
        wake(generation) { $0.windows = windows }
    }

    private func readOnce(_ connection: RedisBlockingConnection, _ generation: Int) async throws(RedisError) {
        let ends = state.withLock { $0.windows.map(\.last) }
        guard !ends.isEmpty else { return }
        var commands = RedisCommands(reservingCapacity: 256)
        commands.begin("XREAD", arguments: 5 + 2 * logs.count)
        commands.argument("COUNT" as StaticString)
        commands.argument(512)
        commands.argument("BLOCK" as StaticString)
        commands.argument(Self.blockMilliseconds)
        commands.argument("STREAMS" as StaticString)
        for log in logs { commands.argument(log) }
        for end in ends { commands.argument(end.id) }
        let reply = try await connection.send(
            commands, deadline: .milliseconds(Self.blockMilliseconds) + .seconds(5)
        ).get()
        var brought: [(partition: Int, entries: [LogEntry])] = []
        for stream in reply where stream.count == 2 {
            guard let partition = logs.firstIndex(of: stream[0].string ?? "") else { continue }
            brought.append((partition, LogEntry.entries(range: stream[1])))
        }
        guard !brought.isEmpty else { return }
        wake(generation) { state in
            for (partition, entries) in brought { state.windows[partition].append(entries) }
        }
    }

    /// Notes what a read brought, unless that read was ended meanwhile, and wakes whoever waits for it.
    private func wake(_ generation: Int, _ change: (inout State) -> Void) {
        let waiters: [CheckedContinuation<Void, Never>] = state.withLock { state in
            guard state.generation == generation, state.reading != nil else { return [] }
            change(&state)
            let waiters = Array(state.waiters.values)
            state.waiters = [:]
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
