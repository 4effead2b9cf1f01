import EventBus
import EventBusOperations
import RedisEventBus

/// One work queue as `queues` and `status` print it.
struct QueueLine: TableLine {
    let queue: QueueOverview

    /// The heads of the columns.
    static let titles = ["list", "waiting", "processing", "delayed", "dead", "oldest"]

    /// One text for each column.
    var cells: [String] {
        guard let depth = queue.depth, queue.failure == nil else {
            return [queue.list, "–", "–", "–", "–", queue.failure ?? "–"]
        }
        return [queue.list] + [depth.waiting, depth.processing, depth.delayed, depth.dead].map { "\($0)" }
            + [queue.oldestWaitingAge.map { Quantity.age($0) } ?? "–"]
    }

    /// The same for programs.
    var json: JSONValue { queue.json }
}
