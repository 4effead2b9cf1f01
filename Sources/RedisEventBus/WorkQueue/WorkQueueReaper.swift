import EventBus
import Logging
public import RedisClient
public import ServiceLifecycle

/// Returns to their queues what dead workers held, and gives up on what killed worker after worker.
///
/// Our workers' items by the deadline of their claim; foreign workers' (plain `BRPOPLPUSH`) when they have stood in the
/// processing list, without a claim, for longer than the visibility since a reaper first saw them. An item that was taken
/// as often as its queue allows attempts, and never settled, goes to the dead list. Any number of reapers may run.
public struct WorkQueueReaper: Service {
    let queues: [RawWorkQueue]
    let logger: Logger
    var loops = LoopHeartbeats()
    var metrics: BusMetrics?

    /// What one pass over a queue did.
    public struct Report: Sendable, Hashable {
        /// The list.
        public let list: String
        /// How many items stood in its processing list.
        public internal(set) var processing = 0
        /// How many were put back.
        public internal(set) var returned = 0
        /// How many were given up on, and are on the dead list.
        public internal(set) var dead = 0
        /// How many delayed items were due, and are on the list again.
        public internal(set) var promoted = 0
    }

    /// Looks at every queue, again and again, until the service is shut down or the task is cancelled.
    ///
    /// - Throws: `RedisError` that only a person can mend: a key of another type, missing rights.
    public func run() async throws {
        try await cancelWhenGracefulShutdown {
            do {
                try await withThrowingTaskGroup(of: Void.self) { tasks in
                    for queue in queues {
                        tasks.addTask {
                            let list = queue.declaration.list
                            let bound = max(queue.commands.client.loopBound, Self.period(of: queue) * 3)
                            try await loops.run("reaper \(list)", bound: bound) { try await watch(queue, $0) }
                        }
                    }
                    while try await tasks.next() != nil {}
                }
            } catch is CancellationError {}
        }
    }

    /// Looks once at every queue.
    ///
    /// A foreign worker's item is only noted the first time that it is seen: it is returned by a pass that comes a
    /// visibility later.
    /// - Throws: `RedisError` where the server does not answer or refuses.
    public func reap() async throws(RedisError) -> [Report] {
        var reports: [Report] = []
        for queue in queues { reports.append(try await reap(queue)) }
        return reports
    }

    /// A quarter of the visibility: an item comes back after a quarter more than it at most.
    private static func period(of queue: RawWorkQueue) -> Duration {
        min(max(queue.declaration.visibility / 4, .milliseconds(50)), .seconds(15))
    }

    private func watch(_ queue: RawWorkQueue, _ heartbeat: LoopHeartbeat) async throws {
        let period = Self.period(of: queue)
        var failures = 0
        while true {
            heartbeat.beat()
            do throws(RedisError) {
                let report = try await reap(queue)
                failures = 0
                if report.returned + report.dead > 0 {
                    logger.notice(
                        "items of dead workers were returned",
                        metadata: [
                            "list": "\(report.list)", "returned": "\(report.returned)", "dead": "\(report.dead)",
                        ])
                }
            } catch {
                failures += 1
                try await ReadRecovery.pause(after: error, failures: failures)
            }
            try await Task.sleep(for: period)
        }
    }

    private func reap(_ queue: RawWorkQueue) async throws(RedisError) -> Report {
        var pass = ReapingPass(queue: queue)
        let report = try await pass.run()
        metrics?.count(.rescued, report.list, "returned", by: report.returned)
        metrics?.count(.rescued, report.list, "dead", by: report.dead)
        return report
    }
}
