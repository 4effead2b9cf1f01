/// A pattern means the same in every language.
enum PatternPortable: CheckedRule {
    static let id: RuleID = "PATTERN_PORTABLE"
    static let summary = """
        A pattern is in the subset that ECMA-262, Python, Java and RE2 read alike: no look-around, no back-references, no lazy \
        quantifiers.
        """
    static let failing: RuleExample = """
        types:
          Sku: { type: string, pattern: "^(?=.*[0-9])[A-Z0-9]+$" }
        """
    static let passing: RuleExample = """
        types:
          Sku: { type: string, pattern: "^[A-Z]*[0-9][A-Z0-9]*$" }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        report.patterns(of: context, refusedAs: .notPortable)
    }
}
