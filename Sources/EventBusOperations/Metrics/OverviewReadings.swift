import EventBus
import RedisEventBus

/// What gauges an overview comes to: a pure value.
struct OverviewReadings {
    /// One gauge and its value.
    struct Reading {
        let metric: MetricDescriptor
        let values: [String]
        var value: Double
    }

    private(set) var all: [Reading] = []

    init(_ overview: BusOverview) {
        set(.overviewTime, [], Double(overview.time.microseconds) / 1e6)
        add(overview.server)
        add(overview.loops)
        if let outbox = overview.outbox {
            set(.outboxWaiting, [], Double(outbox.waiting))
            set(.outboxOldestAge, [], (outbox.oldestAge ?? .zero) / .seconds(1))
        }
        // Of a server that is away nothing is known; what was last known is not said again as if it were so.
        guard overview.server.isReachable else { return }
        for stream in overview.streams { add(stream) }
        for queue in overview.queues { add(queue) }
    }

    private mutating func set(_ metric: MetricDescriptor, _ values: [String], _ value: Double?) {
        guard let value else { return }
        all.append(Reading(metric: metric, values: values, value: value))
    }

    /// The loops of this process; of two with one name the one that is worse off counts.
    private mutating func add(_ loops: [LoopStatus]) {
        for (name, loops) in Dictionary(grouping: loops, by: \.name).sorted(by: { $0.key < $1.key }) {
            set(.loopAge, [name], loops.map { $0.age / .seconds(1) }.max())
            set(.loopDead, [name], loops.contains { $0.isDead } ? 1 : 0)
        }
    }

    private mutating func add(_ server: ServerOverview) {
        set(.redisUp, [], server.isReachable ? 1 : 0)
        set(.redisAccepts, [], server.isReachable && server.impediment == nil ? 1 : 0)
        set(.inFlightCommands, [], Double(server.inFlightCommands))
        guard server.isReachable else { return }
        set(.redisLatency, [], server.latency.map { $0 / .seconds(1) })
        set(.redisClients, [], server.connectedClients.map { Double($0) })
        set(.redisOperations, [], server.operationsPerSecond.map { Double($0) })
        set(.memoryUsed, [], server.usedMemory.map { Double($0) })
        set(.memoryLimit, [], server.memoryLimit.map { Double($0) })
        if let used = server.usedMemory, let limit = server.memoryLimit {
            set(.memoryHeadroom, [], (Double(limit) * server.memoryHighWater - Double(used)).rounded())
        }
    }

    private mutating func add(_ stream: StreamOverview) {
        set(.streamEntries, [stream.name], Double(stream.length))
        set(.streamBytes, [stream.name], stream.bytes.map { Double($0) })
        set(.streamOldestAge, [stream.name], stream.oldestAge / .seconds(1))
        set(.deadLetterCount, [stream.name], Double(stream.deadLetters))
        if let holder = stream.retentionHolder { set(.retentionPinned, [stream.name, holder], 1) }
        for group in stream.groups { add(group, of: stream.name) }
    }

    private mutating func add(_ group: GroupOverview, of stream: String) {
        let labels = [stream, group.name]
        set(.groupLag, labels, group.lag.map { Double($0) })
        set(.groupPending, labels, Double(group.pending))
        set(.groupOldestAge, labels, group.oldestUnfinishedAge / .seconds(1))
        set(.groupMembers, labels, Double(Set(group.status.partitions.flatMap(\.members)).count))
        set(.groupPaused, labels, group.pause == nil ? 0 : 1)
        var pending: [String: Int] = [:]
        for consumer in group.status.partitions.flatMap(\.consumers) {
            pending[consumer.name, default: 0] += consumer.pending
        }
        for (name, count) in pending.sorted(by: { $0.key < $1.key }) {
            set(.consumerPending, labels + [name], Double(count))
        }
    }

    private mutating func add(_ queue: QueueOverview) {
        guard let depth = queue.depth else { return }
        for (state, count) in [
            ("waiting", depth.waiting), ("processing", depth.processing), ("delayed", depth.delayed),
            ("dead", depth.dead),
        ] { set(.queueDepth, [queue.list, state], Double(count)) }
        set(.queueOldestAge, [queue.list], (queue.oldestWaitingAge ?? .zero) / .seconds(1))
    }
}
