/// What a wire's template does with letters is known.
enum WireTemplateWord: CheckedRule {
    static let id: RuleID = "WIRE_TEMPLATE_WORD"
    static let summary =
        "In a wire's `derived` a place may end with `|upper` or `|lower`; there is no other word, and one at most."
    static let failing: RuleExample = """
        wires:
          legacy: { derived: { symbol: "{token|uper}" } }
        """
    static let passing: RuleExample = """
        wires:
          legacy: { derived: { symbol: "{token|upper}" } }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        let known = WireTemplatePiece.LetterCase.words
        for wire in context.catalogue.wires {
            for derived in wire.derived {
                for word in derived.words where !known.contains(word) {
                    let meant = Suggestion.phrase(for: word, among: known)
                    report(at: derived.template.location, "a place cannot end with `|\(word)`\(meant)")
                }
            }
        }
    }
}
