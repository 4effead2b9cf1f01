import EventCatalogue

/// Instants have the type of instants.
enum TimestampNotString: StandardRule {
    static let id: RuleID = "TIMESTAMP_NOT_STRING"
    static let summary = """
        A field that is called `timestamp` or `…_at` is a `timestamp`, not a `string`: a text is read in as many ways as it has \
        readers.
        """
    static let failing: RuleExample = """
        fields:
          placed_at: { type: string, max_length: 40 }
        """
    static let passing: RuleExample = """
        fields:
          placed_at: timestamp
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for field in context.fields {
            guard case .string = context.resolved(field.type), let last = NameWords.words(of: field.name).last,
                last == "at" || last == "timestamp"
            else { continue }
            report(
                at: field.location,
                "`\(field.name)` looks like an instant; give it the type `timestamp` (or `date`, where there is no time)"
            )
        }
    }
}
