import EventCatalogue

/// An event can be looked at from several sides.
enum EventHasThreeExamples: StrictRule {
    static let id: RuleID = "EVENT_HAS_THREE_EXAMPLES"
    static let summary = "An event has three examples or more, e.g. a minimal, a full and an unusual one."
    static let failing: RuleExample = """
        fields:
          gift: { type: bool, default: false }
        examples:
          minimal: { order_id: A1 }
        """
    static let passing: RuleExample = """
        fields:
          gift: { type: bool, default: false }
        examples:
          minimal: { order_id: A1 }
          full: { order_id: A1, gift: true }
          long_number: { order_id: A-2027-000000000000000001 }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events where event.examples.count < 3 {
            report(
                at: event.location,
                "the event `\(event.name)` has \(event.examples.count) of three examples; add e.g. a minimal, a full and an "
                    + "unusual one")
        }
    }
}
