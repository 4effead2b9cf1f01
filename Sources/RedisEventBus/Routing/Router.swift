public import EventBus
import Logging
import RedisClient
public import ServiceLifecycle

/// Puts every event of the log on the lists and channels that its catalogue entry names.
///
/// Exactly once on the lists of one server: the script that puts an entry on its list first acknowledges it, and does
/// nothing where somebody else has. At most once on channels. A route that fails becomes a dead letter that names it.
/// Any number of routers may run: each partition is routed by one of them, so that lists have the log's order, and the
/// others stand by. What a router that ends or dies had read is routed first by the one that takes over.
public struct Router: Service {
    /// The consumer group that routers read as.
    public static let group = "router"

    private let keepers: [LeaseKeeper]

    init(bus: RedisEventBus, streams: [StreamDeclaration], consumer: String, batch: Int) {
        keepers = streams.map { stream in
            let table = RoutingTable(bus.events, stream: stream.name)
            let metrics = bus.metrics.map { metrics in
                RouteMetrics(
                    table,
                    GroupMetrics(stream: stream.name, group: Self.group, catalogue: bus.events, metrics))
            }
            return LeaseKeeper(
                bus: bus, stream: stream, group: Self.group, consumer: consumer, sharing: .evenly
            ) { partition, lease, stop in
                let reader = Delivery.Reader(
                    stream: stream.name, partition: partition, group: Self.group, consumer: consumer,
                    epoch: lease.epoch)
                let keys = PartitionKeys(
                    bus.layout, stream: stream.name, partition: partition, group: Self.group)
                let router = PartitionRouter(
                    client: bus.client, keys: keys, reader: reader, policy: stream.delivery, table: table,
                    batch: batch, logger: bus.logger.reading(stream.name, partition, for: Self.group), metrics: metrics,
                    loops: bus.loops, tracing: bus.tracing)
                try await router.run(lease: lease, stop: stop)
            }
        }
    }

    /// Routes until the service is shut down or the task is cancelled; what is being committed then is committed.
    ///
    /// - Throws: `RedisError` that only a person can mend: a key of another type, missing rights.
    public func run() async throws { try await LeaseKeeper.run(keepers) }
}

extension RedisEventBus {
    /// A router for streams of the catalogue; run it, or give it to a `ServiceGroup`.
    ///
    /// - Parameters:
    ///   - streams: Which streams; all of the catalogue's unless given.
    ///   - consumer: The router's name: unique, and the same after a restart, so that it takes over at once what it left.
    ///   - batch: How many entries one script commits; a script stops the server for as long as it runs.
    public func router(of streams: [StreamDeclaration]? = nil, consumer: String, batch: Int = 100) -> Router {
        Router(bus: self, streams: streams ?? self.streams, consumer: consumer, batch: batch)
    }
}
