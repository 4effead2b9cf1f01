import CatalogueEvents
import ConfiguredEventBus
import CoreMetrics
import EventBus
import Logging
import RedisClient
import RedisEventBus

/// A catalogue and a connection for as long as one command runs.
struct BusSession: Sendable {
    /// What is in effect.
    let settings: EventBusSettings
    /// The catalogue that was read.
    let catalogue: LoadedCatalogue
    /// The bus.
    let bus: ConfiguredEventBus
    /// Where a command logs.
    let logger: Logger

    /// What a command does with Redis and the outbox.
    enum Purpose {
        /// It needs Redis now.
        case asking
        /// It looks, and shows it when there is nothing to be seen.
        case looking
        /// It publishes: where an outbox is configured, Redis may be away.
        case publishing
        /// It relays an outbox, and waits for Redis.
        case relaying
        /// It goes on for as long as it is let: Redis may come and go, and what is published meanwhile goes to the outbox,
        /// where one is configured.
        case serving

        /// Whether there is something to do although the first connection failed.
        func goesOn(after error: RedisError, hasOutbox: Bool) -> Bool {
            switch self {
            case .asking: false
            case .publishing: hasOutbox
            case .looking, .relaying: true
            // A wrong password does not mend itself.
            case .serving: error.isRetriable
            }
        }
    }

    /// Opens a session, runs a command in it, and closes it whatever happens.
    ///
    /// - Parameter check: Says what is wrong without Redis before Redis is waited for.
    static func run<Result: Sendable>(
        _ options: SettingsOptions, for purpose: Purpose = .asking, adding flags: [Setting: String] = [:],
        metrics: any MetricsFactory = MetricsSystem.factory,
        beforeConnecting check: (LoadedCatalogue) throws -> Void = { _ in },
        _ body: (BusSession) async throws -> Result
    ) async throws -> Result {
        let settings = try EventBusSettings(options.resolved(adding: flags))
        let catalogue = try LoadedCatalogue.load(settings.cataloguePath, remedy: LoadedCatalogue.flagRemedy)
        return try await RedisSession.run(options, settings) { redis, logger in
            try check(catalogue)
            let bus = try ConfiguredEventBus(
                settings, events: catalogue.declarations, redis: redis,
                outbox: purpose == .publishing || purpose == .serving ? .configured : .unused, logger: logger,
                metrics: metrics)
            do {
                // To learn at once whether that works, rather than after the time that a command may take.
                // A publisher without an outbox waits as long as a publish would: Redis may start later.
                let isPublisher = purpose == .publishing && bus.outbox == nil
                do throws(RedisError) {
                    if isPublisher { try await bus.connect() } else { try await bus.client.connect() }
                } catch {
                    guard purpose.goesOn(after: error, hasOutbox: bus.outbox != nil) else { throw error }
                    if purpose != .looking {
                        logger.warning("no connection", metadata: ["redis": "\(redis)", "error": "\(error)"])
                    }
                }
                let result = try await body(
                    BusSession(settings: settings, catalogue: catalogue, bus: bus, logger: logger))
                await bus.close()
                return result
            } catch {
                await bus.close()
                throw error
            }
        }
    }
}
