import CatalogueEvents
import ConfiguredEventBus
import Hummingbird

/// The operators' API: who reads may look, who operates may act.
struct OperatorRoutes: Sendable {
    private let letters: DeadLetterRoutes
    private let queues: QueueRoutes
    private let groups: GroupRoutes
    private let overview: OverviewRoutes
    private let audit: AuditRoutes

    init(_ parts: GatewayParts, redaction: PayloadRedaction, places: StreamPlaces) {
        let bus = parts.bus.transport
        letters = DeadLetterRoutes(bus, events: parts.catalogue.declarations, redaction: redaction)
        queues = QueueRoutes(bus, redaction: redaction)
        groups = GroupRoutes(bus)
        overview = OverviewRoutes(parts, places: places)
        audit = AuditRoutes(parts)
    }

    /// What a reader may ask.
    func addReading(to routes: RouterGroup<GatewayContext>) {
        letters.addReading(to: routes)
        queues.addReading(to: routes)
        groups.addReading(to: routes)
        overview.add(to: routes)
        audit.add(to: routes)
    }

    /// What an operator may do.
    func addActing(to routes: RouterGroup<GatewayContext>) {
        letters.addActing(to: routes)
        queues.addActing(to: routes)
        groups.addActing(to: routes)
    }
}
