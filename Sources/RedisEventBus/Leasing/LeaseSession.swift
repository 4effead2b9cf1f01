import EventBus
import Logging
import RedisClient

/// One run of a keeper: what it sends, and what it hands over to be read.
struct LeaseSession {
    /// A reading to begin.
    struct Start: Sendable {
        let partition: Int
        let lease: HeldLease
        let stop: StopSignal
        /// The connection of the holder before, to be ended first.
        let ending: ServerConnection?
    }

    private let keeper: LeaseKeeper
    private var table: LeaseTable
    private var leases: [Int: HeldLease] = [:]
    private var stops: [Int: StopSignal] = [:]
    private var fences: [Int: ServerConnection] = [:]
    private var beat: UInt64 = 0
    private var failures = 0
    private var lastTick = ContinuousClock.now
    private var lastSent = ContinuousClock.now
    private var forgetting: DeadConsumers

    init(keeper: LeaseKeeper) {
        self.keeper = keeper
        table = LeaseTable(
            instance: keeper.instance, consumer: keeper.consumer, sharing: keeper.sharing, timing: keeper.timing,
            partitions: keeper.keys.count)
        forgetting = DeadConsumers(group: keeper.group, logger: keeper.logger)
    }

    /// From now on everything is given up.
    mutating func leave() { table.leave() }

    /// A reading has ended.
    mutating func readingEnded(_ partition: Int) {
        stops[partition] = nil
        table.readingEnded(partition, at: .now)
    }

    /// Whether everything was given up. What the server cannot be told ends with its time to live.
    var isOver: Bool { table.isLeaving && (table.isEmpty || failures > 0 && stops.isEmpty) }

    /// How long to wait for the next tick; less where a lease runs out before.
    var pause: Duration {
        let now = ContinuousClock.now
        let next = lastTick + keeper.timing.tick
        return max(.milliseconds(1), min(next, table.deadline ?? next) - now)
    }

    /// Renews, looks, decides; again at once where a lease is to be taken or given up.
    ///
    /// - Returns: What is to be read from now on.
    /// - Throws: `RedisError` that only a person can mend.
    mutating func tick() async throws -> [Start] {
        var starts: [Start] = []
        lastTick = .now
        beat += 1
        for _ in 0..<3 {
            do throws(RedisError) {
                starts += try await round()
                failures = 0
            } catch {
                // A cancelled request is one that took too long.
                if error.code != .cancelled, ReadRecovery(error) == .fail { throw error }
                failures += 1
                if failures == 1 || failures.isMultiple(of: 20) {
                    keeper.logger.warning("leases cannot be renewed", metadata: ["error": "\(error)"])
                }
                break
            }
            if !table.isUrgent { break }
        }
        for action in table.expire(at: .now) { perform(action, &starts) }
        await forgetting.forget(held: Array(leases.keys), keys: keeper.keys, client: keeper.client)
        return starts
    }

    /// One round trip, and a second one where the dead are to be told from the quiet.
    private mutating func round() async throws(RedisError) -> [Start] {
        var commands = RedisCommands(reservingCapacity: 512 * keeper.keys.count)
        commands.append("INFO", "server")
        let link = keeper.client.health.clientID
        for partition in keeper.keys.indices {
            var call = table.call(partition, beat: beat)
            call.link = link.flatMap { id in run.map { ServerConnection(id: id, run: $0) } }
            call.position = leases[partition]?.position
            if case .keep = call.wish { call.client = leases[partition]?.admitted }
            call.append(to: &commands, keys: keeper.keys[partition])
        }
        let sent = ContinuousClock.now
        lastSent = sent
        let replies = try await send(commands)
        let now = ContinuousClock.now
        run = replies[0].string.flatMap { ServerFacts(info: $0).runID }
        var actions: [LeaseAction] = []
        for partition in keeper.keys.indices {
            let answer = try LeaseAnswer(try replies[partition + 1].get())
            actions += table.absorb(answer, of: partition, sent: sent, at: now)
        }
        let gone = try await gone(among: table.suspects(at: now, run: run ?? ""))
        var starts: [Start] = []
        // Together, and in this order: a lease that was just taken is made before its reading is started.
        for action in actions + table.decide(at: now, gone: gone) { perform(action, &starts) }
        for (partition, lease) in leases {
            guard let hold = table.slots[partition].hold else { continue }
            lease.renew(epoch: hold.epoch, end: hold.renewed + keeper.timing.ttl)
        }
        return starts
    }

    /// The run of the server, as of the last answer.
    private var run: String?

    /// Which connections the server does not know any more; none where this user may not ask.
    private func gone(among suspects: Set<ServerConnection>) async throws(RedisError) -> Set<ServerConnection> {
        guard !suspects.isEmpty else { return [] }
        var commands = RedisCommands()
        commands.append("CLIENT", ["LIST", "ID"] + suspects.map { String($0.id) })
        guard let list = try await send(commands)[0].string else { return [] }
        let known = ServerConnection.ids(inClientList: list)
        return suspects.filter { !known.contains($0.id) }
    }

    /// Sends, for no longer than the leases live, even from a cancelled task.
    private func send(_ commands: RedisCommands) async throws(RedisError) -> [RedisReply] {
        let client = keeper.client
        let left = table.deadline.map { $0 - .now } ?? keeper.timing.ttl
        let limit = max(.milliseconds(1), min(left, keeper.timing.ttl))
        let sending = Task { () -> Result<[RedisReply], RedisError> in
            do throws(RedisError) {
                return .success(try await client.send(commands, loading: [Scripts.lease]))
            } catch { return .failure(error) }
        }
        let timer = Task {
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            sending.cancel()
        }
        defer { timer.cancel() }
        return try await sending.value.get()
    }

    private mutating func perform(_ action: LeaseAction, _ starts: inout [Start]) {
        let logger = keeper.logger
        switch action {
        case .taken(let partition, let epoch, let ending):
            leases[partition] = HeldLease(
                keeper.keys[partition], epoch: epoch, end: lastSent + keeper.timing.ttl, client: keeper.client)
            fences[partition] = ending
            forgetting.isDue = true
            logger.info(
                "lease taken",
                metadata: ["partition": "\(partition)", "epoch": "\(epoch)", "consumer": "\(keeper.consumer)"])
        case .restored(let partition, let epoch, let end):
            let last = leases[partition]?.position
            if let last, let end, end < last {
                keeper.metrics?.logLost(keeper.stream)
                logger.error(
                    "log lost: the stream is shorter than what was read of it",
                    metadata: ["log": "\(keeper.keys[partition].log)", "last": "\(last)", "end": "\(end)"])
            } else {
                logger.warning(
                    "the lease's key had vanished and was made again",
                    metadata: ["partition": "\(partition)", "epoch": "\(epoch)"])
            }
        case .start(let partition):
            guard let lease = leases[partition] else { break }
            let stop = StopSignal()
            stops[partition] = stop
            starts.append(
                Start(
                    partition: partition, lease: lease, stop: stop,
                    ending: fences.removeValue(forKey: partition)))
        case .stop(let partition, let reason): stops[partition]?.stop(reason)
        case .left(let partition):
            leases.removeValue(forKey: partition)?.end()
            logger.info("lease given up", metadata: ["partition": "\(partition)"])
        case .lost(let partition, let record):
            leases.removeValue(forKey: partition)?.end()
            logger.warning(
                record == nil ? "lease lost: it could not be renewed in time" : "lease lost: another has it",
                metadata: ["partition": "\(partition)", "holder": "\(record?.consumer ?? "?")"])
        case .waiting(let partition, let record):
            logger.warning(
                "another process reads under this consumer's name; waiting for its end. Give each its own name",
                metadata: [
                    "partition": "\(partition)", "consumer": "\(keeper.consumer)", "holder": "\(record.holder ?? "")",
                ])
        case .paused(let partition, let pause):
            logger.warning(
                "the group is paused: nothing is read until it is resumed",
                metadata: ["partition": "\(partition)", "by": "\(pause.by)", "reason": "\(pause.reason)"])
        case .resumed(let partition): logger.notice("the group goes on", metadata: ["partition": "\(partition)"])
        }
    }
}
