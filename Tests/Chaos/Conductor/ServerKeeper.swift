import TestSupport

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Kills and freezes the server, one after another: two that start it at once would meet.
actor ServerKeeper {
    private let server: TestRedisServer
    private var last: Task<Void, any Error>?

    init(_ server: TestRedisServer) {
        self.server = server
    }

    /// kill -9, a pause, and a start.
    func crash(pause: Duration) async throws {
        try await inTurn { server in
            server.kill()
            try? await Task.sleep(for: pause)
            try await Self.start(server)
        }
    }

    /// SIGSTOP, a pause, SIGCONT.
    func freeze(for pause: Duration) async throws {
        try await inTurn { server in
            server.pause()
            try? await Task.sleep(for: pause)
            server.resume()
        }
    }

    private func inTurn(_ act: @escaping @Sendable (TestRedisServer) async throws -> Void) async throws {
        let before = last
        let server = server
        let task = Task {
            _ = await before?.result
            try await act(server)
        }
        last = task
        try await task.value
    }

    /// Starts the server; one with much to load takes longer than a test has patience for.
    private static func start(_ server: TestRedisServer) async throws {
        do { try await server.start() } catch TestRedisServerError.didNotStart {
            let isUp = await eventually(within: .seconds(120)) { server.ask("PING").hasPrefix("+PONG") }
            guard isUp else { throw ChaosError.serverSilent }
        }
    }
}
