import EventCatalogue

/// Lists have an end.
enum ArrayHasMaxItems: StrictRule {
    static let id: RuleID = "ARRAY_HAS_MAX_ITEMS"
    static let summary = "An `array` or `map` has `max_items`."
    static let failing: RuleExample = """
        fields:
          skus: { type: array, items: { type: string, max_length: 32 } }
        """
    static let passing: RuleExample = """
        fields:
          skus: { type: array, items: { type: string, max_length: 32 }, max_items: 100 }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values where value.constraints.maxItems == nil {
            switch value.type {
            case .array, .map: report(at: value.location, "this \(value.type.word) needs `max_items`")
            default: break
            }
        }
    }
}
