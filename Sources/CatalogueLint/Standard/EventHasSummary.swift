import EventCatalogue

/// An event says in a line what it means.
enum EventHasSummary: StandardRule {
    static let id: RuleID = "EVENT_HAS_SUMMARY"
    static let summary = "An event has a `summary`: the line that catalogues and generated code show."
    static let failing: RuleExample = """
        events:
          order_placed:
            version: 1.0.0
            stream: orders
            fields: { order_id: string }
        """
    static let passing: RuleExample = """
        summary: A customer placed an order.
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events where event.summary == nil {
            report(at: event.location, "the event `\(event.name)` needs a `summary`: one line that says what happened")
        }
    }
}
