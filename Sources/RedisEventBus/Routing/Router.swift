public import EventBus
import Logging
import RedisClient
public import ServiceLifecycle

/// Puts every event of the log on the lists and channels that its catalogue entry names.
///
/// Exactly once on the lists of one server: the script that puts an entry on its list first acknowledges it, and does
/// nothing where somebody else has. At most once on channels. A route that fails becomes a dead letter that names it.
/// Any number of routers may run; what a dead one had read goes to another after the stream's acknowledgement time-out.
public struct Router: Service {
    /// The consumer group that routers read as.
    public static let group = "router"

    private let partitions: [PartitionRouter]

    init(bus: RedisEventBus, streams: [StreamDeclaration], consumer: String, batch: Int) {
        partitions = streams.flatMap { stream in
            let table = RoutingTable(bus.events, stream: stream.name)
            return (0..<stream.partitions).map { partition in
                let reader = Delivery.Reader(
                    stream: stream.name, partition: partition, group: Self.group, consumer: consumer)
                let log = bus.layout.log(stream.name, partition)
                let dead = bus.layout.dead(stream.name, partition)
                return PartitionRouter(
                    client: bus.client, log: log, dead: dead, reader: reader, policy: stream.delivery, table: table,
                    batch: batch,
                    deadLetters: DeadLetterWriter(
                        client: bus.client, log: log, dead: dead, reader: reader, logger: bus.logger),
                    logger: bus.logger)
            }
        }
    }

    /// Routes until the service is shut down or the task is cancelled; what is being committed then is committed.
    ///
    /// - Throws: `RedisError` that only a person can mend: a key of another type, missing rights.
    public func run() async throws {
        let partitions = partitions
        try await StopSignal.untilShutdown { stop in
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for partition in partitions { tasks.addTask { try await partition.run(stop: stop) } }
                while try await tasks.next() != nil {}
            }
        }
    }
}

extension RedisEventBus {
    /// A router for streams of the catalogue; run it, or give it to a `ServiceGroup`.
    ///
    /// - Parameters:
    ///   - streams: Which streams; all of the catalogue's unless given.
    ///   - consumer: The router's name: unique, and the same after a restart, so that it begins with what it left behind.
    ///   - batch: How many entries one script commits; a script stops the server for as long as it runs.
    public func router(of streams: [StreamDeclaration]? = nil, consumer: String, batch: Int = 100) -> Router {
        Router(bus: self, streams: streams ?? self.streams, consumer: consumer, batch: batch)
    }
}
