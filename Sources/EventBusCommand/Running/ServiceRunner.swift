import Logging
import ServiceLifecycle
import UnixSignals

/// Runs services until a signal, the end of one of them, or cancellation.
enum ServiceRunner {
    /// Runs services; Ctrl-C and SIGTERM let them finish what is in flight for 15 s, then cancel it.
    static func run(_ services: [any Service], logger: Logger) async throws {
        try await group(services, logger: logger).run()
    }

    /// Runs services until they have taken what a quota allows, too.
    static func run(_ services: [any Service], until quota: DeliveryQuota, logger: Logger) async throws {
        guard quota.isLimited else { return try await run(services, logger: logger) }
        let group = group(services, logger: logger)
        let watch = Task {
            await quota.waitUntilReached()
            await group.triggerGracefulShutdown()
        }
        defer { watch.cancel() }
        try await group.run()
    }

    /// The end of one service, successful or not, ends the others.
    private static func group(_ services: [any Service], logger: Logger) -> ServiceGroup {
        var configuration = ServiceGroupConfiguration(
            services: services.map {
                ServiceGroupConfiguration.ServiceConfiguration(
                    service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            },
            gracefulShutdownSignals: [.sigint, .sigterm], logger: logger)
        configuration.maximumGracefulShutdownDuration = .seconds(15)
        return ServiceGroup(configuration: configuration)
    }
}
