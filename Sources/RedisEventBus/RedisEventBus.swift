public import EventBus
public import Logging
public import Metrics
public import RedisClient
import Synchronization
public import Tracing

/// The bus on one Redis: appends events to the logs, and makes everything that reads them.
///
/// ```swift
/// let bus = RedisEventBus(client: client, events: Catalogue.declarations, source: "/model-registry")
/// try await bus.publish(ModelRegistered(…))
/// ```
public final class RedisEventBus: EventPublisher, Sendable {
    /// The connection to the server; owned by whoever made it.
    public let client: RedisClient
    /// Every event of the catalogue: what a consumer group or the router recognises.
    public let events: [EventDeclaration]
    /// Where the bus writes what it does.
    public let logger: Logger

    /// The loops of everything that this bus has made, and when each turned last.
    public let loops = LoopHeartbeats()

    package let layout: KeyLayout
    let metrics: BusMetrics?
    let tails = Mutex<[String: LogTail]>([:])
    let log: EventLog
    /// The spans of this bus; `nil` where nobody traces.
    package let tracing: BusTracing?

    /// Makes a bus.
    ///
    /// - Parameters:
    ///   - client: The connection to the server. The bus does not close it.
    ///   - events: The catalogue's events; generated code lists them.
    ///   - namespace: The prefix of every key; deployments that share a server differ in it.
    ///   - source: The CloudEvents `source` of what is published here: a URI reference, as a rule the service's name.
    ///   - publishing: What is taken on, and how hard it is tried; by default each publish is tried once.
    ///   - logger: Where the bus writes what it does.
    ///   - metrics: Where the bus counts what it does, as `docs/metrics.md` says; by default what `MetricsSystem` was
    ///     bootstrapped with by now. Without a backend nothing is measured.
    ///   - deliveryTarget: Within what time of its append an entry should be handled, or routed, to count as delivered in time.
    ///   - tracer: What traces publishing, routing and handling; the one that the process was bootstrapped with before
    ///     unless given.
    public init(
        client: RedisClient, events: [EventDeclaration], namespace: String = "hokusai", source: String,
        publishing: PublishPolicy = PublishPolicy(), logger: Logger = Logger(label: "eventbus"),
        metrics: any MetricsFactory = MetricsSystem.factory, deliveryTarget: Duration = .seconds(1),
        tracer: (any Tracer)? = nil
    ) {
        self.client = client
        self.events = events
        self.logger = logger
        tracing = BusTracing(tracer)
        layout = KeyLayout(namespace: namespace)
        self.metrics = BusMetrics(metrics, target: deliveryTarget)
        log = EventLog(
            client: client, layout: layout, source: source, policy: publishing, logger: logger, metrics: self.metrics)
        self.metrics?.follow(client)
    }

    /// How the connection is that publishers share, and whether its circuit breaker lets anything through.
    public var health: RedisHealth { client.health }

    /// Appends one event, and returns when the server has it.
    ///
    /// What fails is tried again as the bus's ``PublishRetryPolicy`` says, and appended once even so: where an answer was
    /// lost, the event is looked for in the log first.
    ///
    /// - Throws: `PublishError` of the last try, whose outcome says whether the event may be in the log. If the task is
    ///   cancelled while the answer is awaited, the outcome is unknown; the waiting between tries ends at once.
    public func publish<E: Event>(_ event: E, context: PublishContext) async throws(PublishError) -> PublishReceipt {
        guard let tracing else { return try await append(event, context) }
        return try await tracing.publish(E.declaration, count: 1, context) { (context) throws(PublishError) in
            try await append(event, context)
        } receipts: {
            [$0]
        }
    }

    /// Appends many events with one suspension; receipts come in the order of the events.
    ///
    /// All events are checked before the first is sent. A batch with several events of one aggregate is one transaction.
    /// - Throws: `PublishError` for the first event that failed; `appended` holds the receipts of those that did not.
    public func publish<E: Event>(
        contentsOf events: [E], context: PublishContext
    ) async throws(PublishError) -> [PublishReceipt] {
        guard let tracing else { return try await append(contentsOf: events, context) }
        return try await tracing.publish(E.declaration, count: events.count, context) {
            (context) throws(PublishError) in
            try await append(contentsOf: events, context)
        } receipts: {
            $0
        }
    }

    /// Appends an event that is known by its declaration only, with a payload that the caller has checked against the
    /// catalogue: what a command line or a gateway has.
    ///
    /// - Throws: `PublishError`, as for a typed event.
    package func publish(
        _ declaration: EventDeclaration, payload: [UInt8], aggregateID: String, idempotencyKey: String?,
        context: PublishContext = PublishContext()
    ) async throws(PublishError) -> PublishReceipt {
        let append = { (context: PublishContext) async throws(PublishError) in
            try await self.append(
                declaration, payload: payload, aggregateID: aggregateID, idempotencyKey: idempotencyKey,
                context: context)
        }
        guard let tracing else { return try await append(context) }
        return try await tracing.publish(declaration, count: 1, context, append) { [$0] }
    }

    /// Appends events of one type that are known by their declaration only, with one suspension; receipts come in their
    /// order. The payloads have been checked against the catalogue.
    ///
    /// A batch with several events of one aggregate is one transaction.
    /// - Parameter source: Who published them; `nil` for this bus.
    /// - Throws: `PublishError` for the first that failed; `appended` holds the receipts of those that did not.
    package func publish(
        contentsOf events: [DeclaredEvent], of declaration: EventDeclaration, source: String? = nil
    ) async throws(PublishError) -> [PublishReceipt] {
        guard let tracing else { return try await append(events, of: declaration, source: source) }
        return try await tracing.publish(events, of: declaration) { (events) throws(PublishError) in
            try await append(events, of: declaration, source: source)
        }
    }

    /// The streams of the catalogue's events, each once, in the order in which they first appear.
    public var streams: [StreamDeclaration] {
        var seen: Set<String> = []
        return events.map(\.stream).filter { seen.insert($0.name).inserted }
    }
}
