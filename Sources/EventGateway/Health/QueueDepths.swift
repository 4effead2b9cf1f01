import ConfiguredEventBus
import EventBus
import RedisClient
import RedisEventBus

/// How much stands on the work queues together, in the words of the guide.
struct QueueDepths: Sendable, Hashable {
    /// Waiting for a worker, those that are put off included.
    var main = 0
    /// With a worker.
    var processing = 0
    /// Given up on.
    var dead = 0

    /// Asks the server; `nil` where it does not say in time.
    static func ask(_ bus: ConfiguredEventBus) async -> QueueDepths? {
        let queues = bus.transport.workQueues.map { bus.transport.workQueue($0) }
        return await Deadline.run(within: HealthSource.limit) {
            await withTaskGroup(of: WorkQueueDepth?.self) { group in
                for queue in queues {
                    group.addTask { () async -> WorkQueueDepth? in
                        do throws(RedisError) { return try await queue.depth() } catch { return nil }
                    }
                }
                var depths: QueueDepths? = QueueDepths()
                for await depth in group {
                    guard let depth else {
                        depths = nil
                        continue
                    }
                    depths?.main += depth.waiting + depth.delayed
                    depths?.processing += depth.processing
                    depths?.dead += depth.dead
                }
                return depths
            }
        } ?? nil
    }

    /// As `queue_depths`.
    var json: JSONValue {
        [
            "main": .number(JSONNumber(main)), "processing": .number(JSONNumber(processing)),
            "dlq": .number(JSONNumber(dead)),
        ]
    }
}
