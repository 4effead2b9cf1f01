import EventCatalogue

/// It is known where messages go that nobody could handle.
enum DLQSet: StandardRule {
    static let id: RuleID = "DLQ_SET"
    static let summary = """
        A route to a list names its `dead` list: whoever looks after the service must find there what nobody could handle, so \
        it should not have to be guessed. Where none is given it is `<list>:dlq`.
        """
    static let failing: RuleExample = """
        routes: [{ list: "shop:orders", visibility: 60s }]
        """
    static let passing: RuleExample = """
        routes: [{ list: "shop:orders", visibility: 60s, dead: "shop:orders:dlq" }]
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events {
            for route in event.routes where route.kind == .list && route.dead == nil {
                report(
                    at: route.location,
                    "the route to the list `\(route.name)` should name its dead list, e.g. dead: \"\(route.name):dlq\"")
            }
        }
    }
}
