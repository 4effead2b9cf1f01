import YAMLReader

/// A place gets an event once, and no two queues share a list.
enum RouteUnique: CheckedRule {
    static let id: RuleID = "ROUTE_UNIQUE"
    static let summary = """
        An event goes to a place once; a list, its `processing` and its `dead` list have three names; and no list is the \
        `processing` or `dead` list of another queue, or two queues' `processing` list. Who returns what dead workers held \
        could not tell whose it was. A `dead` list may be shared.
        """
    static let failing: RuleExample = """
        routes:
          - { list: "shop:orders", dead: "shop:parcels" }
          - { list: "shop:parcels" }
        """
    static let passing: RuleExample = """
        routes:
          - { list: "shop:orders", dead: "shop:dead" }
          - { list: "shop:parcels", dead: "shop:dead" }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events {
            var seen: [String: SourceLocation] = [:]
            for route in event.routes {
                let key = "\(route.kind.rawValue) \(route.name)"
                if let first = seen[key] {
                    report(
                        at: route.location,
                        "`\(event.name)` already goes to the \(key) (\(first)); leave one of the routes out")
                }
                seen[key] = route.location
                checkQueueNames(route, report)
            }
        }
        checkQueues(context.catalogue, report)
    }

    private static func checkQueueNames(_ route: RouteDefinition, _ report: RuleReport) {
        guard route.kind == .list, Set(route.queueNames).count < route.queueNames.count else { return }
        report(at: route.location, "the list, its `processing` list and its `dead` list must have three names")
    }

    /// What a list is to a queue.
    private struct Use {
        let role: String
        let queue: String
        let location: SourceLocation
    }

    private static func checkQueues(_ catalogue: Catalogue, _ report: RuleReport) {
        var queues: Set<String> = []
        var uses: [String: Use] = [:]
        for route in catalogue.events.flatMap(\.routes) where route.kind == .list {
            guard queues.insert(route.name).inserted else { continue }
            for (role, name) in zip(["list", "`processing` list", "`dead` list"], route.queueNames) {
                let use = Use(role: role, queue: route.name, location: route.location)
                guard let other = uses[name], other.queue != use.queue else {
                    uses[name] = use
                    continue
                }
                // Letters name their queue, so queues may share the list of the dead ones.
                if role == "`dead` list", other.role == role { continue }
                report(
                    at: route.location,
                    "`\(name)`, the \(role) of `\(route.name)`, is the \(other.role) of `\(other.queue)` too "
                        + "(\(other.location)); each queue needs lists of its own")
            }
        }
    }
}
