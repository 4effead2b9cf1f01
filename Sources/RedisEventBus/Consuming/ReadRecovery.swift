import EventBus
import RedisClient

/// What a reading loop does about an error. A loop ends only where nobody but a person can help.
enum ReadRecovery: Sendable, Hashable {
    /// Read again at once.
    case again
    /// The group is gone: make it again, then read.
    case recreateGroup
    /// The connection or the server is gone for now: pause, then read on a new connection.
    case reconnect
    /// Something is set up wrong: end with the error.
    case fail

    init(_ error: RedisError) {
        switch error.code {
        case .server("NOGROUP"): self = .recreateGroup
        case .server("UNBLOCKED"): self = .again
        case .server("WRONGTYPE"), .server("NOPERM"), .server("NOAUTH"), .server("WRONGPASS"), .server("ERR"),
            .server("REFUSED"),
            .authenticationFailed, .closed, .cancelled:
            self = .fail
        default: self = .reconnect
        }
    }
}

extension ReadRecovery {
    /// Pauses before a command is tried again that may be repeated without harm.
    ///
    /// - Throws: The error itself, where trying again will not help; cancellation.
    static func pause(after error: RedisError, failures: Int) async throws {
        if error.code == .cancelled { throw CancellationError() }
        if ReadRecovery(error) == .fail { throw error }
        // Whoever tries again is alive, though it gets nowhere.
        LoopHeartbeat.current?.beat()
        var random = SystemRandomNumberGenerator()
        let backoff = RetryBackoff(base: .milliseconds(50), factor: 2, max: .seconds(2))
        try await Task.sleep(for: backoff.pause(afterAttempts: failures, using: &random))
    }
}
