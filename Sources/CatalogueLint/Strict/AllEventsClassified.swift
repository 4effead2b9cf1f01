import EventCatalogue

/// It is decided who may see an event.
enum AllEventsClassified: StrictRule {
    static let id: RuleID = "ALL_EVENTS_CLASSIFIED"
    static let summary = """
        An event has a `sensitivity` (`public`, `internal`, `confidential`, `restricted`), not below that of its fields.
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
                guard let ofField = context.said(of: field.value, \.sensitivity), rank(ofField) > rank(own) else {
                    continue
                }
                report(
                    at: field.location,
                    "`\(field.name)` is \(ofField.rawValue) and the event only \(own.rawValue); classify the event as "
                        + "\(ofField.rawValue)")
            }
        }
    }

    private static func rank(_ sensitivity: ValueDefinition.Sensitivity) -> Int {
        ValueDefinition.Sensitivity.allCases.firstIndex(of: sensitivity) ?? 0
    }
}
