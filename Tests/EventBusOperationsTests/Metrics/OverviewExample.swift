import EventBus

@testable import EventBusOperations
@testable import RedisEventBus

extension BusOverview {
    /// A bus of one stream with one group, and one queue.
    static func example(waiting: Int = 5, dead: Int = 0) -> BusOverview {
        var server = ServerOverview()
        server.latency = .microseconds(410)
        server.usedMemory = 60 << 20
        server.memoryLimit = 100 << 20
        server.connectedClients = 3
        server.operationsPerSecond = 12
        var partition = GroupStatus.Partition(partition: 0)
        partition.members = ["a", "b"]
        partition.consumers = [
            GroupStatus.Consumer(name: "a", pending: 2, idle: .zero),
            GroupStatus.Consumer(name: "~delayed", pending: 1, idle: .zero),
        ]
        var stream = StreamOverview(name: "parcels", partitions: 1)
        stream.length = 12
        stream.deadLetters = 4
        stream.retentionHolder = "g"
        stream.groups = [
            GroupOverview(
                status: GroupStatus(stream: "parcels", group: "g", order: .aggregate, partitions: [partition]),
                isRequired: true, lag: 7, pending: 3, oldestUnfinishedAge: .milliseconds(1_500))
        ]
        return BusOverview(
            time: Timestamp(microseconds: 1_795_000_000_500_000), server: server, streams: [stream],
            queues: [
                QueueOverview(
                    list: "parcels:queue",
                    depth: WorkQueueDepth(waiting: waiting, processing: 2, delayed: 1, dead: dead),
                    oldestWaitingAge: .seconds(30))
            ])
    }
}
