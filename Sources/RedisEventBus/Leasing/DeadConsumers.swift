import EventBus
import Logging
import RedisClient

/// Removes the names of consumers that are gone: after a takeover and every minute, by whoever holds the partition.
struct DeadConsumers {
    /// How long there must have been no sign of a consumer.
    static let patience = Duration.seconds(600)
    /// How many names one script removes at most.
    static let atOnce = 100

    let group: String
    let logger: Logger
    /// Whether the next tick asks, whatever the clock says.
    var isDue = false
    private var next = ContinuousClock.now + .seconds(60)
    private var isRefused = false

    init(group: String, logger: Logger) {
        self.group = group
        self.logger = logger
    }

    /// Asks, when it is time. A failure is no harm: it is asked again in a minute.
    mutating func forget(held: [Int], keys: [LeaseKeys], client: RedisClient) async {
        guard !held.isEmpty, !isRefused, isDue || ContinuousClock.now >= next else { return }
        isDue = false
        next = .now + .seconds(60)
        for partition in held {
            do throws(RedisError) {
                let names = try await Self.forget(group, keys: keys[partition], client: client)
                guard !names.isEmpty else { continue }
                logger.info(
                    "consumers that are gone were removed",
                    metadata: ["partition": "\(partition)", "names": "\(names.joined(separator: ", "))"])
            } catch {
                isRefused = error.delivery == .answered && !error.isRetriable
                logger.info("consumers that are gone stay listed", metadata: ["error": "\(error)"])
                return
            }
        }
    }

    /// Removes those of one partition.
    ///
    /// - Returns: The names that were removed.
    static func forget(
        _ group: String, keys: LeaseKeys, idle: Duration = patience, client: RedisClient
    ) async throws(RedisError) -> [String] {
        let reply = try await client.evaluate(
            Scripts.forget, keys: [keys.log, keys.members],
            arguments: [group, String(Int(idle / .milliseconds(1))), String(atOnce)])
        return reply.compactMap(\.string)
    }
}
