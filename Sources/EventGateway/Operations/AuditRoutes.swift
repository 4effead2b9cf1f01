import ConfiguredEventBus
import EventBus
import EventBusOperations
import Hummingbird

/// `GET /audit`: who did what, when and why; the oldest first.
struct AuditRoutes: Sendable {
    private let parts: GatewayParts

    init(_ parts: GatewayParts) { self.parts = parts }

    func add(to routes: RouterGroup<GatewayContext>) {
        routes.get("audit") { request, _ in
            let limit = try QueryReader(request, names: ["limit"]).number("limit", in: 1...1_000, default: 100)
            let trail = AuditTrail(of: parts.bus.transport, with: try await parts.outboxActs())
            let records = try await Problem.onRedisErrors { try await trail.latest(limit) }
            return JSONAnswer(value: ["records": .array(records.map(\.json))])
        }
    }
}
