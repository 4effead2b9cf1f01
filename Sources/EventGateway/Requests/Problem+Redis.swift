import HTTPTypes
import RedisClient

extension Problem {
    /// What a failure of the server means for a caller. Its words name no key and no password.
    init(_ error: RedisError) {
        self.init(
            .serviceUnavailable, "Redis can't be asked now: \(error.message)", headers: [.retryAfter: "1"])
    }

    /// Asks the server, and says it as a problem where there is no answer.
    static func onRedisErrors<Result>(_ ask: () async throws -> Result) async throws -> Result {
        do { return try await ask() } catch let error as RedisError { throw Problem(error) }
    }
}
