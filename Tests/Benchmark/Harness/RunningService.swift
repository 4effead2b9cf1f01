import ServiceLifecycle

/// Runs a service as an application does.
enum RunningService {
    /// Runs until `work` is done, then shuts the service down gracefully and waits for its end.
    static func run(_ service: any Service, until work: @escaping @Sendable () async throws -> Void) async throws {
        try await run([service], until: work)
    }

    /// Runs several until `work` is done, and returns what it found.
    static func run<Found: Sendable>(
        _ services: [any Service], until work: @escaping @Sendable () async throws -> Found
    ) async throws -> Found {
        let group = ServiceGroup(services: services, logger: Bench.silence)
        async let running: Void = group.run()
        let found: Result<Found, any Error>
        do { found = .success(try await work()) } catch { found = .failure(error) }
        await group.triggerGracefulShutdown()
        try await running
        return try found.get()
    }
}
