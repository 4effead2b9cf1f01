import EventBus
import Logging
import RedisClient

/// Keeps the leases of one stream and group for one consumer, and runs what reads under them.
///
/// One call of `lease.lua` for each partition and tick, all in one round trip: it renews, and brings who else is there
/// and whether the group is paused. ``LeaseTable`` decides; this sends, starts and stops.
struct LeaseKeeper: Sendable {
    /// What reads a partition: it returns when it has wound up after `stop`.
    typealias Reading =
        @Sendable (
            _ partition: Int, _ lease: any PartitionLease, _ stop: StopSignal
        ) async throws -> Void

    let client: RedisClient
    let group: String
    let consumer: String
    let sharing: LeaseTable.Sharing
    let timing: LeaseTiming
    let logger: Logger
    /// One for each partition.
    let keys: [LeaseKeys]
    /// Another for each run of a consumer, whatever its name.
    let instance = String(UInt64.random(in: .min ... .max), radix: 36)
    let reading: Reading
    let loops: LoopHeartbeats
    let metrics: BusMetrics?
    let stream: String

    init(
        bus: RedisEventBus, stream: StreamDeclaration, group: String, consumer: String,
        sharing: LeaseTable.Sharing, reading: @escaping Reading
    ) {
        client = bus.client
        self.group = group
        self.consumer = consumer
        self.sharing = sharing
        timing = LeaseTiming(ackTimeout: stream.delivery.ackTimeout)
        var logger = bus.logger
        logger[metadataKey: "stream"] = "\(stream.name)"
        logger[metadataKey: "group"] = "\(group)"
        self.logger = logger
        keys = (0..<stream.partitions).map {
            LeaseKeys(
                bus.layout, stream: stream.name, partition: $0, group: group,
                consumer: sharing == .byName ? consumer : nil)
        }
        self.reading = reading
        self.stream = stream.name
        loops = bus.loops
        metrics = bus.metrics
    }

    /// Runs several keepers until the service is shut down or the task is cancelled.
    ///
    /// - Throws: `RedisError` that only a person can mend.
    static func run(_ keepers: [LeaseKeeper]) async throws {
        try await StopSignal.untilShutdown { stop in
            try await withThrowingDiscardingTaskGroup { tasks in
                for keeper in keepers { tasks.addTask { try await keeper.run(stop: stop) } }
            }
        }
    }

    /// Takes part in the group until `stop` fires or the task is cancelled; then ends the readings, waits for them, and
    /// gives the leases up.
    ///
    /// - Throws: `RedisError` that only a person can mend, a reading's own too.
    func run(stop: StopSignal) async throws {
        let bell = Bell()
        let ends = ReadingEnds(bell: bell)
        stop.onStop(of: keys[0].lease + instance) { bell.ring() }
        try await loops.run("leases \(group) \(stream)", bound: client.loopBound) { heartbeat in
            try await keep(heartbeat, stop: stop, bell: bell, ends: ends)
        }
    }

    private func keep(
        _ heartbeat: LoopHeartbeat, stop: StopSignal, bell: Bell, ends: ReadingEnds
    ) async throws {
        try await withThrowingDiscardingTaskGroup { tasks in
            var session = LeaseSession(keeper: self)
            while true {
                heartbeat.beat()
                for partition in ends.take() { session.readingEnded(partition) }
                if stop.isStopping || Task.isCancelled || ends.hasFailed { session.leave() }
                for start in try await session.tick() {
                    tasks.addTask {
                        defer { ends.add(start.partition) }
                        do { try await read(start) } catch {
                            if error is CancellationError, start.stop.isStopping { return }
                            ends.fail()
                            throw error
                        }
                    }
                }
                if session.isOver { return }
                await bell.wait(atMost: session.pause)
            }
        }
    }

    /// One reading, from the end of the connection before it to its own end; cancelled where the lease is lost.
    private func read(_ start: LeaseSession.Start) async throws {
        let task = client.startTask { () -> Result<Void, any Error> in
            do {
                if let before = start.ending {
                    try await ConnectionFence(client: client, logger: logger).end(before, stop: start.stop)
                }
                guard !start.stop.isStopping else { return .success(()) }
                return .success(try await reading(start.partition, start.lease, start.stop))
            } catch {
                return .failure(error)
            }
        }
        start.stop.onStop(of: "lease") {
            if start.stop.reason == .lost { task.cancel() }
        }
        try await withTaskCancellationHandler {
            try await task.value.get()
        } onCancel: {
            task.cancel()
        }
    }
}
