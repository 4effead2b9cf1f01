import ConfiguredEventBus
import Logging
import RedisClient

/// The Redis of one command: the configured one, or a private one that is stopped at the end.
enum RedisSession {
    /// Finds or starts the Redis, runs a command with it, and stops a private one whatever happens.
    ///
    /// - Throws: ``SettingsError`` where none is configured and none was asked for.
    static func run<Result: Sendable>(
        _ options: SettingsOptions, _ settings: EventBusSettings,
        _ body: (RedisConfiguration, Logger) async throws -> Result
    ) async throws -> Result {
        let logger = StandardErrorLogger.logger(settings)
        guard options.embedded else { return try await body(settings.requiredRedis(), logger) }
        try settings.requireAvailableTransport()
        let embedded = try await EmbeddedRedis.start(folder: settings.embeddedFolder)
        if embedded.role == .joined {
            CommandContext.printError("joined the private Redis that another process started in \(embedded.folder)")
        }
        do {
            let result = try await body(embedded.configuration, logger)
            await embedded.stop()
            return result
        } catch {
            await embedded.stop()
            throw error
        }
    }
}
