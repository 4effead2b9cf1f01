import ConfiguredEventBus
import EventBusOperations
import EventGateway
import Synchronization
import TestSupport

extension GatewayBench {
    /// What the bench's gateway is given, kept for its body.
    private final class Held: Sendable {
        let watch = Mutex<OverviewWatch?>(nil)
    }

    /// Runs a gateway with a watch over the bus for as long as the body does.
    static func withWatch<Result: Sendable>(
        on redis: TestRedisServer, configuration: GatewayConfiguration = GatewayConfiguration(port: 0),
        _ body: @Sendable @escaping (GatewayBench) async throws -> Result
    ) async throws -> Result {
        let held = Held()
        let change: (inout GatewayParts) -> Void = { parts in
            let watch = OverviewWatch(source: OverviewSource(bus: parts.bus.transport))
            held.watch.withLock { $0 = watch }
            parts.watch = watch
        }
        return try await run(on: redis, configuration: configuration, changing: change) { bench in
            try await withThrowingTaskGroup(of: Void.self) { group in
                if let watch = held.watch.withLock({ $0 }) { group.addTask { try await watch.run() } }
                let result = try await body(bench)
                group.cancelAll()
                return result
            }
        }
    }
}
