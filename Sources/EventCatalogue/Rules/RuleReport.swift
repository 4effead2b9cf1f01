package import YAMLReader

/// Takes what one rule finds.
package struct RuleReport {
    private let rule: any CatalogueRule.Type
    private let diagnostics: DiagnosticCollector

    /// Reports go to a collector, under the rule's name and severity.
    package init(of rule: any CatalogueRule.Type, to diagnostics: DiagnosticCollector) {
        self.rule = rule
        self.diagnostics = diagnostics
    }

    /// Reports a place that breaks the rule.
    package func callAsFunction(at location: SourceLocation, _ message: String, notes: [Diagnostic.Note] = []) {
        diagnostics.report(rule, at: location, message, notes: notes)
    }

    /// Reports what is wrong with a value of the catalogue at the nodes where it is written.
    func callAsFunction(_ violations: [PayloadViolation], _ subject: String, _ node: YAMLNode) {
        for violation in violations {
            let place = violation.path.steps.isEmpty ? "" : " at \(violation.path)"
            self(at: node.location(of: violation.path), "\(subject) does not fit\(place): \(violation.message)")
        }
    }
}
