public import EventBus
import Logging
import RedisClient
public import ServiceLifecycle

/// One consumer of a consumer group: reads a stream's partitions, runs typed handlers, acknowledges, retries, and gives
/// dead letters to those who mend.
///
/// At least once: a handler may see an event again after a crash; the event's id and the attempt let it be idempotent.
/// The events of one aggregate are handled one after another, different aggregates concurrently. Consumers of a group
/// share its partitions evenly, each partition read by one of them; what joins, leaves or dies is noticed within seconds.
/// A group that is declared with `order: none` is read by all its consumers at once, without regard to aggregates.
public struct ConsumerGroup: Service {
    private let keeper: LeaseKeeper

    init(
        bus: RedisEventBus, stream: StreamDeclaration, group: String, consumer: String, limits: ConsumerLimits,
        handlers: EventHandlers
    ) {
        precondition(
            group != Router.group, "the group of the router is its own: a consumer would take what it is to route")
        var knownTypes = EventTypeTable()
        for event in bus.events where event.stream.name == stream.name {
            for name in [event.type] + event.aliases { knownTypes.set(0, for: name) }
        }
        let order = stream.groups.first { $0.name == group }?.order ?? .aggregate
        let metrics = bus.metrics.map { GroupMetrics(stream: stream.name, group: group, catalogue: bus.events, $0) }
        keeper = LeaseKeeper(
            bus: bus, stream: stream, group: group, consumer: consumer,
            sharing: order == .aggregate ? .evenly : .byName
        ) { [knownTypes] partition, lease, stop in
            let consumer = PartitionConsumer(
                client: bus.client,
                keys: PartitionKeys(bus.layout, stream: stream.name, partition: partition, group: group),
                stream: stream.name, partition: partition, group: group, consumer: consumer, publisher: bus,
                policy: stream.delivery, order: order, handlers: handlers, knownTypes: knownTypes, limits: limits,
                logger: bus.logger.reading(stream.name, partition, for: group), metrics: metrics, loops: bus.loops,
                tracing: bus.tracing)
            try await consumer.run(lease: lease, stop: stop)
        }
    }

    /// Reads and handles until the service is shut down or the task is cancelled.
    ///
    /// On graceful shutdown it stops reading, lets running handlers finish for as long as ``ConsumerLimits/drain`` says,
    /// acknowledges what they finished, and hands back the rest, so that others have it at once. On cancellation running
    /// handlers are cancelled too.
    ///
    /// - Throws: `RedisError` that only a person can mend: a key of another type, missing rights.
    public func run() async throws { try await LeaseKeeper.run([keeper]) }
}

extension RedisEventBus {
    /// A consumer of a group; run it, or give it to a `ServiceGroup`.
    ///
    /// - Parameters:
    ///   - stream: The stream, as the catalogue declares it.
    ///   - group: The group's name. It is made where it does not exist, and then reads from the beginning of the log.
    ///   - consumer: This consumer's name: unique in the group and the same after a restart, so that a restarted
    ///     consumer begins with what it left behind.
    ///   - limits: How much it takes on at a time.
    ///   - handlers: Which function handles which event. Events without one are acknowledged.
    public func consumerGroup(
        of stream: StreamDeclaration, group: String, consumer: String, limits: ConsumerLimits = ConsumerLimits(),
        handlers: EventHandlers
    ) -> ConsumerGroup {
        ConsumerGroup(
            bus: self, stream: stream, group: group, consumer: consumer, limits: limits, handlers: handlers)
    }
}
