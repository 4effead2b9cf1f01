import EventBus

/// Which event goes where: what the catalogue's routes say of one stream.
struct RoutingTable: Sendable {
    /// How one event is routed.
    struct Plan: Sendable {
        let declaration: EventDeclaration
        let routes: [RouteDeclaration]
    }

    private var types = EventTypeTable()
    private(set) var plans: [Plan] = []

    init(_ events: [EventDeclaration], stream: String) {
        for event in events where event.stream.name == stream {
            for name in [event.type] + event.aliases { types.set(plans.count, for: name) }
            plans.append(Plan(declaration: event, routes: event.routes))
        }
    }

    /// Every list that something is routed to, each once: the keys that the commit script has to declare.
    var lists: [String] {
        var seen: Set<String> = []
        return plans.flatMap(\.routes).compactMap { route in
            guard case .list(let name) = route.destination, seen.insert(name).inserted else { return nil }
            return name
        }
    }

    /// The plan for a record; `nil` where the catalogue does not know its type.
    func plan(for record: EventRecord) -> Plan? { number(of: record).map { plans[$0] } }

    /// Which of the plans is for a record; `nil` where the catalogue does not know its type.
    func number(of record: EventRecord) -> Int? {
        record.withBytes(record.spans.type) { types.index(of: $0) }
    }
}
