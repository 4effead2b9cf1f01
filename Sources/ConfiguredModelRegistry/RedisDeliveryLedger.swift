import ConfiguredEventBus
import EventBus
import Logging
import ModelRegistry
import RedisClient
import RedisEventBus

/// Remembers deliveries in Redis: one key for each, which goes after a day. Redis is not waited for long.
struct RedisDeliveryLedger: DeliveryLedger {
    let bus: RedisEventBus

    func contains(_ deliveryID: String) async -> Bool {
        await ask(deliveryID) { () async throws(RedisError) in
            try await bus.client.command("EXISTS", bus.layout.delivery(deliveryID)).integer == 1
        }
    }

    func add(_ deliveryID: String) async {
        _ = await ask(deliveryID) { () async throws(RedisError) in
            try await bus.client.command("SET", bus.layout.delivery(deliveryID), "1", "NX", "EX", "\(Self.lifetime)")
                .isOK
        }
    }

    private func ask(
        _ deliveryID: String, _ question: @escaping @Sendable () async throws(RedisError) -> Bool
    ) async -> Bool {
        let answer = await Deadline.run(within: Self.patience) { () async -> Bool in
            do throws(RedisError) { return try await question() } catch {
                note(error, deliveryID)
                return false
            }
        }
        return answer ?? false
    }

    private func note(_ error: RedisError, _ deliveryID: String) {
        bus.logger.debug(
            "Redis can't be asked about a delivery of MLflow; the version's history decides",
            metadata: ["delivery": "\(deliveryID)", "error": "\(error)"])
    }

    /// What a review loses where Redis is away.
    private static let patience = Duration.milliseconds(500)
    /// A day, in seconds; MLflow was seen to try for ten.
    private static let lifetime = 86_400
}
