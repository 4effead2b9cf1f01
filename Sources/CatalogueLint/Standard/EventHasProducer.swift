import EventCatalogue

/// Somebody publishes an event.
enum EventHasProducer: StandardRule {
    static let id: RuleID = "EVENT_HAS_PRODUCER"
    static let summary = "An event names the services that publish it in `producers`."
    static let failing: RuleExample = """
        producers: []
        """
    static let passing: RuleExample = """
        producers: [web]
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events where event.producers.isEmpty && event.status != .retired {
            report(at: event.location, "the event `\(event.name)` needs `producers`: the services that publish it")
        }
    }
}
