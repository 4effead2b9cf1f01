import EventBus
import Hummingbird

/// Every path of the gateway, and the role that it asks for: the table to read first.
enum GatewayRoutes {
    static func router(_ parts: GatewayParts) -> Router<GatewayContext> {
        let router = Router(context: GatewayContext.self)
        router.get("version") { _, _ in JSONAnswer(value: ["version": .string(parts.version)]) }
        let streams = EventStreamRoute(parts)
        router.get("events", use: streams.respond)
        DashboardRoutes().add(to: router)
        return router
    }
}
