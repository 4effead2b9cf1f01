import Logging
import RedisEventBus
import ServiceLifecycle

/// Retention that takes nobody with it when it fails: a user that may route and not trim goes on routing.
struct RetentionBesideRouting: Service {
    let retention: Retention
    let logger: Logger

    func run() async throws {
        do { try await retention.run() } catch {
            logger.error(
                "the log is not trimmed any more, routing goes on: mend it and start again, or start with --no-retention",
                metadata: ["error": "\(error)"])
            try await gracefulShutdown()
        }
    }
}
