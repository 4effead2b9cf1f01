@testable import RedisClient

/// Runs something that is to fail, and returns how it did; `nil` if it did not.
func failure<Result>(_ body: () async throws(RedisError) -> Result) async -> RedisError? {
    do throws(RedisError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
