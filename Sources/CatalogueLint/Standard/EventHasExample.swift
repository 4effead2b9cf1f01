import EventCatalogue

/// An event can be looked at.
enum EventHasExample: StandardRule {
    static let id: RuleID = "EVENT_HAS_EXAMPLE"
    static let summary = "An event has at least one whole payload in `examples`."
    static let failing: RuleExample = """
        fields:
          order_id: { type: string, max_length: 64 }
        """
    static let passing: RuleExample = """
        fields:
          order_id: { type: string, max_length: 64 }
        examples:
          minimal: { order_id: A1 }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events where event.examples.isEmpty {
            report(
                at: event.location,
                "the event `\(event.name)` needs an example: a whole payload under `examples`")
        }
    }
}
