import EventCatalogue

/// What is in an event is declared.
enum NoJSONType: StrictRule {
    static let id: RuleID = "NO_JSON_TYPE"
    static let summary = "No value is of the type `json`: nothing of it is checked, and no change of it is noticed."
    static let failing: RuleExample = """
        fields:
          extra: { type: json, presence: optional }
        """
    static let passing: RuleExample = """
        fields:
          extra: { type: map, values: { type: string, max_length: 99 }, max_items: 10, presence: optional }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values {
            guard case .json = value.type else { continue }
            report(
                at: value.location, "anything may stand here; declare an object, a map or a union instead of json")
        }
    }
}
