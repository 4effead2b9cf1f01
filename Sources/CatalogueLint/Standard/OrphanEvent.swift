import EventCatalogue

/// Somebody takes an event.
enum OrphanEvent: StandardRule {
    static let id: RuleID = "ORPHAN_EVENT"
    static let summary = "An event has a consumer, unless it is a draft or retired: what nobody takes need not be kept."
    static let failing: RuleExample = """
        consumers: []
        """
    static let passing: RuleExample = """
        consumers: [{ service: ledger, reads: [order_id] }]
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events where event.consumers.isEmpty {
            guard event.status != .draft, event.status != .retired else { continue }
            report(
                at: event.location,
                "nobody consumes `\(event.name)`; name its `consumers`, or let it go (status: draft or retired)")
        }
    }
}
