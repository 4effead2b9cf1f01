import EventCatalogue

/// Texts have an end.
enum StringHasMaxLength: StrictRule {
    static let id: RuleID = "STRING_HAS_MAX_LENGTH"
    static let summary = """
        A `string`, `uri` or `bytes` has a `max_length`, its own or its type's: readers have columns and buffers. A `pattern` \
        that only texts up to some length match does as well: from `^` to `$`, without `*`, `+` and `{n,}`.
        """
    static let failing: RuleExample = """
        fields:
          note: { type: string }
        """
    static let passing: RuleExample = """
        fields:
          note: { type: string, max_length: 1000 }
          country: { type: string, pattern: "^[A-Z]{2}$" }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values {
            switch value.type {
            case .string, .uri, .bytes: break
            default: continue
            }
            let rules = value.constraints
            guard rules.maxLength == nil, !(rules.pattern.map { context.hasBoundedLength(pattern: $0) } ?? false) else {
                continue
            }
            report(at: value.location, "this \(value.type.word) needs a `max_length`")
        }
    }
}
