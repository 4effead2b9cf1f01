public import EventBus
public import EventOutbox
public import Logging
public import Metrics
public import RedisClient
public import RedisEventBus
public import ServiceLifecycle

/// The bus that configuration names: a publisher and consumers on the transport of `MESSAGE_QUEUE_TYPE`.
///
/// ```swift
/// let settings = try EventBusSettings.load(environment: ProcessInfo.processInfo.environment)
/// let bus = try ConfiguredEventBus(settings, events: Catalogue.declarations)
/// try await bus.publish(ModelRegistered(…))
/// await bus.close()
/// ```
public final class ConfiguredEventBus: EventPublisher, Sendable {
    /// The settings that the bus was made of.
    public let settings: EventBusSettings
    /// The connection to Redis.
    public let client: RedisClient
    /// The bus beneath, for what only the Redis transport has: router, subscribers, histories.
    public let transport: RedisEventBus
    private let running: RunningOutbox?

    /// Makes the bus; it connects when it is first used.
    ///
    /// - Parameters:
    ///   - settings: What was configured.
    ///   - events: The catalogue's events; generated code lists them.
    ///   - redis: Another Redis than the configured one, such as that of an ``EmbeddedRedis``.
    ///   - outboxUse: Whether to use the outbox that is configured, if one is.
    ///   - logger: Where the bus writes what it does.
    ///   - metrics: Where the bus counts what it does; by default what `MetricsSystem` was bootstrapped with by now.
    /// - Throws: ``SettingsError`` where no Redis is configured, where this build lacks the transport, or where the file of
    ///   the outbox can't be opened.
    public init(
        _ settings: EventBusSettings, events: [EventDeclaration], redis: RedisConfiguration? = nil,
        outbox outboxUse: OutboxUse = .configured, logger: Logger = Logger(label: "eventbus"),
        metrics: any MetricsFactory = MetricsSystem.factory
    ) throws(SettingsError) {
        try settings.requireAvailableTransport()
        var configuration = if let redis { redis } else { try settings.requiredRedis() }
        configuration.clientName = configuration.clientName ?? "eventbus"
        self.settings = settings
        client = RedisClient(configuration: configuration, logger: logger)
        transport = RedisEventBus(
            client: client, events: events, namespace: settings.namespace, source: settings.source,
            publishing: settings.publishing, logger: logger, metrics: metrics, deliveryTarget: settings.deliveryTarget)
        running =
            if outboxUse == .configured, let outbox = settings.outbox {
                try RunningOutbox(
                    outbox, at: settings.resolved[.outboxPath].origin, over: transport, source: settings.source,
                    logger: logger, metrics: metrics)
            } else { nil }
    }

    /// The outbox that keeps events while Redis is away; `nil` where none is configured, or used.
    public var outbox: EventOutbox? { running?.outbox }

    /// Appends one event, and returns when the server has it – or, with an outbox and Redis away, when it is on disk: then
    /// the receipt's outcome is `accepted`.
    ///
    /// What failed is tried again as `MESSAGE_RETRY_MAX` and `MESSAGE_RETRY_BASE_DELAY` say, with full jitter, and
    /// appended once even so: where an answer was lost, the event is looked for in the log first. With an outbox only what
    /// the server refuses for now is: the relay tries the rest.
    ///
    /// - Throws: `PublishError` of the last try. Cancellation ends the waiting between tries.
    public func publish<E: Event>(_ event: E, context: PublishContext) async throws(PublishError) -> PublishReceipt {
        guard let running else { return try await transport.publish(event, context: context) }
        guard let tracing = transport.tracing else {
            return try await running.publisher.publish(event, context: context)
        }
        return try await tracing.publish(E.declaration, count: 1, context) { (context) throws(PublishError) in
            try await running.publisher.publish(event, context: context)
        } receipts: {
            [$0]
        }
    }

    /// Appends many events with one suspension; receipts come in the order of the events.
    ///
    /// What failed is tried again as a single event is; what is in the log already is not appended again.
    ///
    /// - Throws: `PublishError` of the last try. Cancellation ends the waiting between tries.
    public func publish<E: Event>(
        contentsOf events: [E], context: PublishContext
    ) async throws(PublishError) -> [PublishReceipt] {
        guard let running else { return try await transport.publish(contentsOf: events, context: context) }
        guard let tracing = transport.tracing else {
            return try await running.publisher.publish(contentsOf: events, context: context)
        }
        return try await tracing.publish(E.declaration, count: events.count, context) {
            (context) throws(PublishError) in
            try await running.publisher.publish(contentsOf: events, context: context)
        } receipts: {
            $0
        }
    }

    /// Appends an event that is known by its declaration only, with a payload that the caller has checked; tried again as
    /// a typed event is.
    ///
    /// - Throws: `PublishError` of the last try.
    package func publish(
        _ declaration: EventDeclaration, payload: [UInt8], aggregateID: String, idempotencyKey: String?,
        context: PublishContext = PublishContext()
    ) async throws(PublishError) -> PublishReceipt {
        if let running {
            // The outbox takes bytes as they are.
            if let error = PublishError(malformed: payload, of: declaration) { throw error }
            guard let tracing = transport.tracing else {
                return try await running.publisher.publish(
                    declaration, payload: payload, aggregateID: aggregateID, idempotencyKey: idempotencyKey,
                    context: context)
            }
            return try await tracing.publish(declaration, count: 1, context) { (context) throws(PublishError) in
                try await running.publisher.publish(
                    declaration, payload: payload, aggregateID: aggregateID, idempotencyKey: idempotencyKey,
                    context: context)
            } receipts: {
                [$0]
            }
        }
        return try await transport.publish(
            declaration, payload: payload, aggregateID: aggregateID, idempotencyKey: idempotencyKey, context: context)
    }

    /// Appends events of one type that are known by their declaration only, with one suspension; receipts come in their
    /// order. The payloads have been checked against the catalogue.
    ///
    /// - Parameter source: Who published them; `nil` for the source that is configured.
    /// - Throws: `PublishError` for the first that failed; `appended` holds the receipts of those that are in the log, or in
    ///   the outbox, all the same.
    package func publish(
        contentsOf events: [DeclaredEvent], of declaration: EventDeclaration, source: String? = nil
    ) async throws(PublishError) -> [PublishReceipt] {
        if let running {
            guard let tracing = transport.tracing else {
                return try await running.publisher.publish(contentsOf: events, of: declaration, source: source)
            }
            return try await tracing.publish(events, of: declaration) { (events) throws(PublishError) in
                try await running.publisher.publish(contentsOf: events, of: declaration, source: source)
            }
        }
        return try await transport.publish(contentsOf: events, of: declaration, source: source)
    }

    /// A consumer of a group; run it, or give it to a `ServiceGroup`.
    ///
    /// - Parameters:
    ///   - stream: The stream, as the catalogue declares it.
    ///   - group: The group's name; it is made where it does not exist.
    ///   - consumer: This consumer's name: unique in the group and the same after a restart.
    ///   - limits: How much it takes on at a time.
    ///   - handlers: Which function handles which event.
    public func consumer(
        of stream: StreamDeclaration, group: String, consumer: String, limits: ConsumerLimits = ConsumerLimits(),
        handlers: EventHandlers
    ) -> some Service {
        transport.consumerGroup(of: stream, group: group, consumer: consumer, limits: limits, handlers: handlers)
    }

    /// Asks the server how it is, with one round trip. Never throws: whatever is wrong is in the answer.
    public func healthCheck() async -> BusHealth {
        await BusHealth.ask(client, memoryHighWater: settings.publishing.memoryHighWater)
    }

    /// The same, for somebody who can't wait: a server that has not answered in time is unhealthy.
    package func healthCheck(within limit: Duration) async -> BusHealth {
        await Deadline.run(within: limit) { await self.healthCheck() }
            ?? BusHealth.unanswered("Redis has not answered within \(limit)", client)
    }

    /// Connects now, and again as often and as late as a publish would be tried: for a process that may start before Redis
    /// does. Publishing connects by itself.
    ///
    /// - Throws: What the last attempt failed of; at once for what does not pass, such as a wrong password. Cancellation ends
    ///   the waiting between attempts.
    public func connect() async throws(RedisError) {
        let retry = settings.publishing.retry
        let began = ContinuousClock.now
        var failures = 0
        while true {
            do throws(RedisError) {
                return try await client.connect()
            } catch {
                failures += 1
                guard error.isRetriable, failures <= retry.maximumRetries else {
                    guard failures > 1 else { throw error }
                    let seconds = (began.duration(to: .now) / .milliseconds(100)).rounded() / 10
                    throw RedisError(
                        error.code, "\(error.message) (\(failures) attempts over \(seconds) s)",
                        delivery: error.delivery, isRetriable: error.isRetriable, cause: error.cause)
                }
                if failures == 1 {
                    transport.logger.warning(
                        "no connection; it is tried again",
                        metadata: ["redis": "\(client.configuration)", "error": "\(error)"])
                }
                let delay = retry.delayLimit(beforeRepetition: failures) * Double.random(in: 0..<1)
                do { try await Task.sleep(for: delay) } catch _ { throw error }
            }
        }
    }

    /// Closes the connection, and the outbox: what it keeps stays there for the next who opens it. Publishing afterwards
    /// fails as not sent.
    public func close() async {
        await running?.close()
        await client.close()
    }
}
