import EventCatalogue

/// A boolean has two states.
enum OptionalBoolean: StandardRule {
    static let id: RuleID = "OPTIONAL_BOOLEAN"
    static let summary = """
        A boolean that may be absent or null has a third state that its readers will take for `false`. Give it a `default`, or \
        make it an enum that names all three.
        """
    static let failing: RuleExample = """
        fields:
          gift: { type: bool, presence: optional }
        """
    static let passing: RuleExample = """
        fields:
          gift: { type: bool, default: false }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for field in context.fields where !field.isRequiredAndNonNull {
            guard case .bool = context.resolved(field.type), field.isNullable || field.defaultValue == nil else {
                continue
            }
            report(
                at: field.location,
                "the boolean `\(field.name)` has a third state; give it a `default`, or make it an enum of three values"
            )
        }
    }
}
