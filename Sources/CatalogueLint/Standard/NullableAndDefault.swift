import EventCatalogue

/// There is one way to say nothing.
enum NullableAndDefault: StandardRule {
    static let id: RuleID = "NULLABLE_AND_DEFAULT"
    static let summary = """
        A field with a `default` is not `nullable`: absent would be the default and null something else, which no reader keeps \
        apart for long.
        """
    static let failing: RuleExample = """
        fields:
          currency: { type: string, max_length: 3, nullable: true, default: EUR }
        """
    static let passing: RuleExample = """
        fields:
          currency: { type: string, max_length: 3, default: EUR }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for field in context.fields where field.isNullable && field.defaultValue != nil {
            report(
                at: field.location,
                "`\(field.name)` may be null and has a default, two meanings of nothing; leave one of them out")
        }
    }
}
