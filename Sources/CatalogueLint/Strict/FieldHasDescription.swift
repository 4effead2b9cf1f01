import EventCatalogue

/// A field says what it means.
enum FieldHasDescription: StrictRule {
    static let id: RuleID = "FIELD_HAS_DESCRIPTION"
    static let summary = "A field, or the type that it names, has a `description`."
    static let failing: RuleExample = """
        fields:
          sku: { type: string, max_length: 32 }
        """
    static let passing: RuleExample = """
        fields:
          sku: { type: string, max_length: 32, description: What was bought. }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for field in context.fields where context.said(of: field.value, \.description) == nil {
            report(at: field.location, "the field `\(field.name)` needs a `description`, here or at its type")
        }
    }
}
