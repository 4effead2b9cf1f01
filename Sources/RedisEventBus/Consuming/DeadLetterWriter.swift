import EventBus
import Logging
import RedisClient

/// Moves deliveries of one partition and group to the dead letters.
struct DeadLetterWriter: Sendable {
    let client: RedisClient
    let log: String
    let dead: String
    let reader: Delivery.Reader
    let logger: Logger

    /// Moves one delivery, with the bytes of its entry; the group goes on behind it.
    ///
    /// Goes on trying while the server is away: the delivery is pending until it is moved.
    /// - Throws: `RedisError` that only a person can mend; cancellation. The delivery is then still pending.
    func bury(_ position: StreamPosition, attempts: Int, reason: BurialReason, error: String) async throws {
        let now = Timestamp.now.description
        let arguments = [
            reader.group, reader.consumer, position.description, String(attempts), reason.rawValue, error, now, now,
        ]
        var failures = 0
        while true {
            do throws(RedisError) {
                _ = try await client.evaluate(Scripts.bury, keys: [log, dead], arguments: arguments)
                logger.error(
                    "dead letter",
                    metadata: [
                        "group": "\(reader.group)", "position": "\(position)", "reason": "\(reason.rawValue)",
                        "error": "\(error)",
                    ])
                return
            } catch {
                failures += 1
                try await ReadRecovery.pause(after: error, failures: failures)
            }
        }
    }
}
