/// The rules of invariants can be evaluated.
enum ExpressionTypechecks: CheckedRule {
    static let id: RuleID = "EXPRESSION_TYPECHECKS"
    static let summary = """
        The rule of an invariant can be read, names fields that its event has, compares what can be compared, and comes out \
        as true or false.
        """
    static let failing: RuleExample = """
        invariants:
          - { name: paid_in_full, rule: "order_idd != ''" }
        """
    static let passing: RuleExample = """
        invariants:
          - { name: has_an_id, rule: "order_id != ''" }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for failure in context.invariants.errors {
            report(
                at: failure.invariant.ruleLocation,
                "the rule of `\(failure.invariant.name)` is refused: \(failure.error)")
        }
    }
}
