import EventBus
import Logging
import RedisClient

/// Acknowledges deliveries of one partition and group: one `XACK` for many.
struct Acknowledger: Sendable {
    let client: RedisClient
    let log: String
    let group: String
    let logger: Logger

    /// Acknowledges; tries again while the server is away, since an `XACK` may be repeated without harm.
    ///
    /// - Throws: `RedisError` that only a person can mend; cancellation. The deliveries are then still pending.
    func acknowledge(_ positions: [StreamPosition]) async throws {
        var failures = 0
        while true {
            do throws(RedisError) {
                try await once(positions)
                return
            } catch {
                failures += 1
                try await ReadRecovery.pause(after: error, failures: failures)
            }
        }
    }

    /// Acknowledges at the end of a consumer's life, even of one that was cancelled; tries once.
    func acknowledgeLast(_ positions: [StreamPosition]) async {
        guard !positions.isEmpty else { return }
        // A task of its own, since a cancelled one can send nothing.
        await Task {
            do throws(RedisError) { try await once(positions) } catch {
                logger.warning(
                    "handled deliveries could not be acknowledged: they will come again",
                    metadata: ["log": "\(log)", "count": "\(positions.count)", "error": "\(error)"])
            }
        }.value
    }

    private func once(_ positions: [StreamPosition]) async throws(RedisError) {
        guard !positions.isEmpty else { return }
        var command = RedisCommands(reservingCapacity: 64 + positions.count * 30)
        command.begin("XACK", arguments: 2 + positions.count)
        command.argument(log)
        command.argument(group)
        for position in positions { command.argument(position.id) }
        _ = try await client.reply(to: command).get()
    }
}
