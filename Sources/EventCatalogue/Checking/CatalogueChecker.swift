/// Holds an assembled catalogue to the rules that every catalogue must satisfy.
enum CatalogueChecker {
    static func check(_ catalogue: Catalogue, diagnostics: DiagnosticCollector) {
        let context = RuleContext(catalogue)
        for rule in MinimalRules.checked { rule.check(context, RuleReport(of: rule, to: diagnostics)) }
    }
}
