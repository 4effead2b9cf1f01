/// Finds out which script the bus runs: read from the server's slow log, so that a floor runs the same.
enum ScriptDigest {
    /// The digest of the first script that runs while `body` does.
    static func used<Result: Sendable>(
        on bench: Bench, by body: () async throws -> Result
    ) async throws -> (digest: String, result: Result) {
        let control = try HiredisConnection(socket: bench.socket)
        try control.ask("CONFIG", "SET", "slowlog-log-slower-than", "0")
        try control.ask("SLOWLOG", "RESET")
        let result = try await body()
        let commands = try control.ask("SLOWLOG", "GET", "-1")
        try control.ask("CONFIG", "SET", "slowlog-log-slower-than", "-1")
        guard let call = commands.firstIndex(of: "EVALSHA"), call + 1 < commands.count else {
            throw BenchmarkError.unexpected("the bus ran no script")
        }
        return (commands[call + 1], result)
    }
}
