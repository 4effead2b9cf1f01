/// A pattern is well formed.
enum PatternCompiles: CheckedRule {
    static let id: RuleID = "PATTERN_COMPILES"
    static let summary = "A pattern is one that a reader of regular expressions takes at all."
    static let failing: RuleExample = """
        types:
          Sku: { type: string, pattern: "^[A-Z" }
        """
    static let passing: RuleExample = """
        types:
          Sku: { type: string, pattern: "^[A-Z]+$" }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        report.patterns(of: context, refusedAs: .malformed)
    }
}

extension RuleReport {
    /// Reports the patterns that are refused in one way.
    func patterns(of context: RuleContext, refusedAs kind: PatternError.Kind) {
        guard !context.patterns.errors.isEmpty else { return }
        for value in context.values {
            let rules = value.constraints
            for (key, pattern) in [("pattern", rules.pattern), ("key_pattern", rules.keyPattern)] {
                guard let pattern, let error = context.patterns.errors[pattern], error.kind == kind else { continue }
                self(at: value.place(of: key), "`\(key)` is refused: \(error)")
            }
        }
    }
}
