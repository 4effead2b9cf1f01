import EventCatalogue

/// Somebody answers for an event.
enum EventHasOwner: StandardRule {
    static let id: RuleID = "EVENT_HAS_OWNER"
    static let summary = "An event has an `owner`, its own or that of `defaults`: the team to ask about it."
    static let failing: RuleExample = """
        defaults: {}
        """
    static let passing: RuleExample = """
        defaults: { owner: shop }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events where event.owner == nil {
            report(
                at: event.location, "the event `\(event.name)` needs an `owner`, here or in `defaults` for all events")
        }
    }
}
