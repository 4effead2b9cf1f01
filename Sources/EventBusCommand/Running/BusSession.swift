import ConfiguredEventBus
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

    /// Opens a session, runs a command in it, and closes it whatever happens.
    static func run<Result: Sendable>(
        _ options: SettingsOptions, _ body: (BusSession) async throws -> Result
    ) async throws -> Result {
        let settings = try EventBusSettings(options.resolved())
        let catalogue = try LoadedCatalogue.load(settings.cataloguePath)
        return try await RedisSession.run(options, settings) { redis, logger in
            let bus = try ConfiguredEventBus(settings, events: catalogue.declarations, redis: redis, logger: logger)
            do {
                // To learn at once whether that works, rather than after the time that a command may take.
                try await bus.client.connect()
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
