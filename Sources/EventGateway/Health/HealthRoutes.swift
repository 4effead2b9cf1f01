import CatalogueEvents
import ConfiguredEventBus
import EventBus
import EventCatalogue
import HTTPTypes
import Hummingbird
import RedisClient

/// What load balancers, schedulers and people ask to learn how the process is.
struct HealthRoutes: Sendable {
    private let parts: GatewayParts
    private let source: HealthSource
    private let start = ContinuousClock.now

    init(_ parts: GatewayParts) {
        self.parts = parts
        source = HealthSource(parts.bus)
    }

    func add(to router: Router<GatewayContext>) {
        router.get("health") { request, context in try await health(request, context) }
        router.get("health/alb") { request, context in try await health(request, context) }
        router.get("live") { _, _ in live() }
        router.get("ready") { _, _ in await ready() }
        router.group().add(middleware: AccessMiddleware(role: .read)).get("version") { _, _ in version() }
    }

    /// 503 only where no event can be taken.
    private func health(_ request: Request, _ context: GatewayContext) async throws -> JSONAnswer {
        // A load balancer may add parameters of its own.
        let isDetailed = try QueryReader(passingOver: request).flag("detailed")
        if isDetailed { try AccessMiddleware.require(.read, of: context) }
        async let depths = isDetailed ? QueueDepths.ask(parts.bus) : nil
        let health = await source.health()
        let loops = parts.loops()
        let verdict = HealthVerdict(
            health.status, keepsEvents: parts.bus.outbox != nil, loops: loops, phase: parts.phase())
        let answer = HealthAnswer(verdict: verdict, version: parts.version, time: .now)
        let redis = parts.bus.client.configuration
        let object =
            isDetailed
            ? answer.detailed(
                health, isAuthenticated: redis.password != nil, queues: await depths, loops: loops)
            : answer.light
        return JSONAnswer(value: .object(object), status: verdict.status == .unhealthy ? .serviceUnavailable : .ok)
    }

    /// Whether the process should be left running: 503 once one of its loops is dead, since a restart mends that.
    private func live() -> JSONAnswer {
        let dead = parts.loops().filter(\.isDead)
        let megabytes = ProcessMemory.residentBytes.flatMap { JSONNumber((Double($0) / 104_857.6).rounded() / 10) }
        var object: JSONObject = [
            "alive": .bool(dead.isEmpty),
            "uptime": JSONNumber((start.duration(to: .now) / .milliseconds(1)).rounded() / 1_000).map { .number($0) }
                ?? .null,
            "memory_usage_mb": megabytes.map { .number($0) } ?? .null,
        ]
        if !dead.isEmpty { object["dead_loops"] = .array(dead.map { HealthAnswer.json($0) }) }
        return JSONAnswer(value: .object(object), status: dead.isEmpty ? .ok : .serviceUnavailable)
    }

    /// Whether requests should be sent here.
    private func ready() async -> JSONAnswer {
        let health = await source.health()
        let readiness = Readiness(health.status, keepsEvents: parts.bus.outbox != nil, phase: parts.phase())
        return JSONAnswer(value: readiness.json, status: readiness.isReady ? .ok : .serviceUnavailable)
    }

    private func version() -> JSONAnswer {
        let catalogue = parts.catalogue.catalogue
        return JSONAnswer(value: [
            "version": .string(parts.version), "swift": .string(SwiftVersion.text),
            "catalogue": [
                "id": .string(catalogue.id),
                "events": .array(
                    catalogue.events.map { ["type": .string($0.name), "version": .string("\($0.version)")] }),
            ],
        ])
    }
}
