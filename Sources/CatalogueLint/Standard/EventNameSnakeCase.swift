import EventCatalogue

/// Names of events are written alike.
enum EventNameSnakeCase: StandardRule {
    static let id: RuleID = "EVENT_NAME_SNAKE_CASE"
    static let summary = "The name of an event is lower-case words with one `_` between, e.g. `order_placed`."
    static let failing: RuleExample = """
        events:
          order__placed:
            version: 1.0.0
            stream: orders
            fields: { order_id: string }
        """
    static let passing: RuleExample = """
        events:
          order_placed:
            version: 1.0.0
            stream: orders
            fields: { order_id: string }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events where !NameWords.isSnakeCase(event.name) {
            let better = NameWords.snakeCase(event.name)
            report(
                at: event.location,
                "the event `\(event.name)` should be called `\(better)`; keep the old name as an alias")
        }
    }
}
