import EventCatalogue

/// It is decided who may see an event.
enum AllEventsClassified: StrictRule {
    static let id: RuleID = "ALL_EVENTS_CLASSIFIED"
    static let summary = """
        An event has a `sensitivity` (`public`, `internal`, `confidential`, `restricted`), not below that of its fields and \
        of what they hold.
        """
    static let failing: RuleExample = """
        summary: A customer placed an order.
        """
    static let passing: RuleExample = """
        sensitivity: internal
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events {
            guard let own = event.sensitivity else {
                report(at: event.location, "the event `\(event.name)` needs a `sensitivity`, e.g. `internal`")
                continue
            }
            for field in event.fields {
                let said = context.contents(of: field).compactMap { path, value in
                    context.said(of: value, \.sensitivity).map { (path, $0) }
                }
                guard let (path, highest) = said.max(by: { rank($0.1) < rank($1.1) }), rank(highest) > rank(own) else {
                    continue
                }
                report(
                    at: field.location,
                    "`\(path)` is \(highest.rawValue) and the event only \(own.rawValue); classify the event as "
                        + "\(highest.rawValue)")
            }
        }
    }

    private static func rank(_ sensitivity: ValueDefinition.Sensitivity) -> Int {
        ValueDefinition.Sensitivity.allCases.firstIndex(of: sensitivity) ?? 0
    }
}
