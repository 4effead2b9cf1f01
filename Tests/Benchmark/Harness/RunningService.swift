import ServiceLifecycle

/// Runs a service as an application does.
enum RunningService {
    /// Runs until `work` is done, then shuts the service down gracefully and waits for its end.
    static func run(_ service: any Service, until work: @escaping @Sendable () async throws -> Void) async throws {
        let group = ServiceGroup(services: [service], logger: Bench.silence)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask {
                try await work()
                await group.triggerGracefulShutdown()
            }
            try await tasks.waitForAll()
        }
    }
}
