/// A route has only what its kind can use, and the routes to one list agree.
enum RouteOptionApplies: CheckedRule {
    static let id: RuleID = "ROUTE_OPTION_APPLIES"
    static let summary = """
        `visibility`, `processing` and `dead` belong to lists, `visibility` is above 0, and all routes to one list agree \
        about them: they are one queue.
        """
    static let failing: RuleExample = """
        routes: [{ channel: "shop:events", visibility: 60s }]
        """
    static let passing: RuleExample = """
        routes: [{ list: "shop:orders", visibility: 60s }]
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        var queues: [String: RouteDefinition] = [:]
        for route in context.catalogue.events.flatMap(\.routes) {
            checkOptions(route, report)
            guard route.kind == .list else { continue }
            guard let first = queues[route.name] else {
                queues[route.name] = route
                continue
            }
            if first.queueNames != route.queueNames || first.queueVisibility != route.queueVisibility {
                report(
                    at: route.location,
                    "the list `\(route.name)` has another `visibility`, `processing` or `dead` at \(first.location); all "
                        + "routes to one list must agree")
            }
        }
    }

    private static func checkOptions(_ route: RouteDefinition, _ report: RuleReport) {
        if route.kind == .list {
            guard let visibility = route.visibility, visibility <= .zero else { return }
            report(at: route.location, "`visibility` must be above 0")
            return
        }
        let options = [
            ("visibility", route.visibility != nil), ("processing", route.processing != nil),
            ("dead", route.dead != nil),
        ]
        for (name, isGiven) in options where isGiven {
            report(at: route.location, "`\(name)` belongs to lists; a channel keeps nothing")
        }
    }
}
