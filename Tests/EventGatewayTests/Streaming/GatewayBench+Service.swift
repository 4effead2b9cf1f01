import CatalogueEvents
import ConfiguredEventBus
import EventCatalogue
import EventGateway
import Logging
import ServiceLifecycle
import TestSupport

extension GatewayBench {
    /// Runs a gateway in a service group until the body has shut it down.
    ///
    /// - Returns: How long the group took to end from the moment that the body returned.
    static func runService(
        on redis: TestRedisServer,
        _ body: @Sendable @escaping (Int, ServiceGroup) async throws -> ContinuousClock.Instant
    ) async throws -> Duration {
        let settings = try EventBusSettings.load(
            flags: [.redisURL: redis.url, .catalogue: root + "/schemas", .source: "/gateway-tests"], environment: [:])
        let catalogue = LoadedCatalogue(try CatalogueReader.read(path: settings.cataloguePath).catalogue)
        var logger = Logger(label: "gateway-tests")
        logger.logLevel = .critical
        let bus = try ConfiguredEventBus(settings, events: catalogue.declarations, logger: logger)
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let gateway = Gateway(
            GatewayConfiguration(port: 0),
            serving: GatewayParts(bus: bus, catalogue: catalogue, version: "1.2.3", logger: logger)
        ) { listening.yield($0) }
        let group = ServiceGroup(services: [gateway], logger: logger)
        let took = try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let port = await iterator.next() ?? 0
            let began = try await body(port, group)
            try await tasks.waitForAll()
            return began.duration(to: .now)
        }
        await bus.close()
        return took
    }
}
