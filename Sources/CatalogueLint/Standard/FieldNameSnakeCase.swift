import EventCatalogue

/// Names of fields are written alike.
enum FieldNameSnakeCase: StandardRule {
    static let id: RuleID = "FIELD_NAME_SNAKE_CASE"
    static let summary = "The name of a field is lower-case words with one `_` between, e.g. `order_id`."
    static let failing: RuleExample = """
        fields:
          unitPrice: decimal
        """
    static let passing: RuleExample = """
        fields:
          unit_price: decimal
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for field in context.fields where !NameWords.isSnakeCase(field.name) {
            report(
                at: field.location,
                "the field `\(field.name)` should be called `\(NameWords.snakeCase(field.name))`, as fields of other events "
                    + "are")
        }
    }
}
