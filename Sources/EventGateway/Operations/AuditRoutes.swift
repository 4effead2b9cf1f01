import EventBus
import Hummingbird

/// `GET /audit`: who did what, when and why; the oldest first.
struct AuditRoutes: Sendable {
    private let audit: @Sendable (Int) async throws -> [JSONValue]

    init(_ parts: GatewayParts) { audit = parts.audit }

    func add(to routes: RouterGroup<GatewayContext>) {
        routes.get("audit") { request, _ in
            let limit = try QueryReader(request, names: ["limit"]).number("limit", in: 1...1_000, default: 100)
            let records = try await Problem.onRedisErrors { try await audit(limit) }
            return JSONAnswer(value: ["records": .array(records)])
        }
    }
}
