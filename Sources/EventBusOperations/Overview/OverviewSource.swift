package import EventBus
internal import RedisClient
package import RedisEventBus
internal import Synchronization

/// Asks Redis for a whole ``BusOverview``.
///
/// Four or five round trips, however many streams, groups and queues there are; bounded by the catalogue, and no key is
/// searched for. Each part fails alone: a key of another type or a right that is missing is said where it belongs.
///
/// One question is under way at a time: who asks meanwhile waits for its answer. A question that the server is silent on is
/// given up by the client, with the connection, and not before: that is how a connection is found out that leads nowhere.
package final class OverviewSource: Sendable {
    /// Tells what only this process knows: nothing of it is asked of Redis.
    package struct Surroundings: Sendable {
        /// The loops that have to go on turning.
        package var loops: @Sendable () -> [LoopStatus]
        /// The outbox; `nil` where there is none.
        package var outbox: @Sendable () async -> OutboxOverview?
        /// How often which event is published.
        package var rates: @Sendable () -> [EventRateOverview]

        /// Names where the three come from; a process that has none of them leaves them out.
        package init(
            loops: @escaping @Sendable () -> [LoopStatus] = { [] },
            outbox: @escaping @Sendable () async -> OutboxOverview? = { nil },
            rates: @escaping @Sendable () -> [EventRateOverview] = { [] }
        ) {
            self.loops = loops
            self.outbox = outbox
            self.rates = rates
        }
    }

    private let bus: RedisEventBus
    private let memoryHighWater: Double
    private let surroundings: Surroundings
    private let deadline: Duration
    private let state = Mutex(State())

    private struct State {
        var waiters: [Int: AsyncStream<BusOverview>.Continuation] = [:]
        var lastWaiter = 0
        var isAsking = false
    }

    /// - Parameters:
    ///   - bus: The bus.
    ///   - memoryHighWater: The part of `maxmemory` from which on publishing is refused.
    ///   - surroundings: What only this process knows.
    ///   - deadline: How long the server is waited for: one that hangs must not make whoever looks hang.
    package init(
        bus: RedisEventBus, memoryHighWater: Double = 0.85, surroundings: Surroundings = Surroundings(),
        deadline: Duration = .milliseconds(1_500)
    ) {
        self.bus = bus
        self.memoryHighWater = memoryHighWater
        self.surroundings = surroundings
        self.deadline = deadline
    }

    /// Asks for everything. Never throws: that the server can't be asked stands in the overview, after the deadline at the
    /// latest, and so does that the task was cancelled.
    package func ask() async -> BusOverview {
        var overview = await askServer()
        overview.server.breaker = ServerOverview.Breaker(bus.health.breaker)
        overview.server.reconnects = bus.health.reconnects
        overview.server.inFlightCommands = bus.health.inFlightCommands
        overview.events = surroundings.rates()
        overview.loops = surroundings.loops()
        overview.outbox = await surroundings.outbox()
        return overview
    }

    /// What the server says, or that it says nothing in time.
    private func askServer() async -> BusOverview {
        let (answers, waiter) = AsyncStream<BusOverview>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let (id, isFirst) = state.withLock { state in
            defer { state.isAsking = true }
            state.lastWaiter += 1
            state.waiters[state.lastWaiter] = waiter
            return (state.lastWaiter, !state.isAsking)
        }
        // A task of its own, since the question goes on when nobody waits for the answer any more.
        if isFirst { Task { give(await gather()) } }
        let deadline = deadline
        let answer = await withTaskGroup(of: BusOverview?.self) { group in
            group.addTask {
                for await answer in answers { return answer }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: deadline)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        state.withLock { _ = $0.waiters.removeValue(forKey: id) }
        if let answer { return answer }
        var overview = empty
        let seconds = (deadline / .milliseconds(100)).rounded() / 10
        if let error = bus.health.lastError {
            overview.server.note(error)
        } else {
            overview.server.failure = "no answer within \(seconds) s"
        }
        return overview
    }

    /// Gives an answer to all who wait.
    private func give(_ overview: BusOverview) {
        let waiters = state.withLock { state in
            defer { (state.waiters, state.isAsking) = ([:], false) }
            return state.waiters.values
        }
        for waiter in waiters { waiter.yield(overview) }
    }

    private var empty: BusOverview {
        var server = ServerOverview()
        server.memoryHighWater = memoryHighWater
        return BusOverview(time: .now, server: server)
    }

    private func gather() async -> BusOverview {
        var overview = empty
        do throws(RedisError) {
            let runID = try await askServer(&overview.server)
            let examination = try await bus.examine(runID: runID)
            let now = examination.now ?? .now
            overview.streams = examination.streams.map { StreamOverview($0) }
            overview.queues = examination.queues.map { QueueOverview($0, now: now) }
        } catch {
            overview.server.note(error)
        }
        return overview
    }

    /// Asks the server for itself; answers its `run_id`. A user who may not send `INFO` learns no more than that it answers.
    private func askServer(_ server: inout ServerOverview) async throws(RedisError) -> String? {
        let began = ContinuousClock.now
        var commands = RedisCommands()
        commands.append("PING")
        commands.append("INFO")
        commands.append("CONFIG", "GET", "appendfsync")
        let replies = try await bus.client.send(commands)
        server.latency = .now - began
        if let refusal = replies[0].error, refusal.code != "NOPERM" {
            // The server is there and refuses everything: it loads its data, or its primary is away.
            server.impediment = "Redis answers \(refusal)"
        }
        guard let info = replies[1].string else { return nil }
        let facts = ServerFacts(info: info)
        server.read(facts, fsync: replies[2].count == 2 ? replies[2][1].string : nil)
        return facts.runID
    }
}
