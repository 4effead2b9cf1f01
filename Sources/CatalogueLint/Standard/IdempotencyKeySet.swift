import EventCatalogue

/// Publishing an event again does not make a second one.
enum IdempotencyKeySet: StandardRule {
    static let id: RuleID = "IDEMPOTENCY_KEY_SET"
    static let summary = """
        An event has an `idempotency_key`, by which a repeated publish is known: a publisher that never heard the answer can \
        only ask again.
        """
    static let failing: RuleExample = """
        events:
          order_placed:
            version: 1.0.0
            stream: orders
            fields: { order_id: string }
        """
    static let passing: RuleExample = """
        idempotency_key: "{order_id}"
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events where event.idempotencyKey == nil {
            report(
                at: event.location,
                "the event `\(event.name)` needs an `idempotency_key`: a template of the fields that make two publishes the "
                    + "same one")
        }
    }
}
