/// A value is of the kind that its place expects.
enum ValueExpected: CatalogueRule {
    static let id: RuleID = "VALUE_EXPECTED"
    static let summary = """
        A value is what its place expects: a text, a list, a whole number, `true` or `false`, a length of time such as \
        `90d`, or one of the words that the place knows.
        """
    static let failing: RuleExample = """
        fields:
          paid: { type: bool, nullable: yes }
        """
    static let passing: RuleExample = """
        fields:
          paid: { type: bool, nullable: true }
        """
}
