package import EventCatalogue

/// Takes out what a catalogue says to ignore.
package struct IgnoreFilter {
    private let ignores: [IgnoreDefinition]
    private let today: CalendarDate

    /// - Parameter today: the day on which it is judged whether an ignore has expired.
    package init(_ catalogue: Catalogue, today: CalendarDate) {
        ignores = catalogue.ignores
        self.today = today
    }

    /// The diagnostics that no ignore covers; one that has expired covers nothing.
    package func kept(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        let standing = Dictionary(grouping: ignores.filter { $0.until >= today }, by: \.rule.name)
        guard !standing.isEmpty else { return diagnostics }
        return diagnostics.filter { diagnostic in
            let covers = standing[diagnostic.rule.rawValue] ?? []
            return !covers.contains { $0.extent.contains(diagnostic.location) }
        }
    }

    /// What is wrong with the ignores themselves.
    ///
    /// - Parameters:
    ///   - rules: the rules that were applied.
    ///   - broken: what they found.
    ///   - elsewhere: rules that can be ignored but are applied by somebody else.
    func check(
        rules: [any CatalogueRule.Type], broken: [Diagnostic], elsewhere: Set<RuleID>,
        diagnostics: DiagnosticCollector
    ) {
        let applied = Set(rules.map { $0.id })
        for ignore in ignores {
            let id = RuleID(rawValue: ignore.rule.name)
            guard isKnown(ignore, elsewhere: elsewhere, diagnostics) else { continue }
            if ignore.until < today {
                diagnostics.report(
                    IgnoreExpired.self, at: ignore.location,
                    "`\(id)` was ignored until \(ignore.until) (\(ignore.reason)); mend what it finds, or give a new date and "
                        + "a reason that holds")
            }
            guard applied.contains(id) else { continue }
            if !broken.contains(where: { $0.rule == id && ignore.extent.contains($0.location) }) {
                diagnostics.report(
                    IgnoreUnused.self, at: ignore.location,
                    "nothing at `\(ignore.path.name)` breaks `\(id)`; take this ignore out")
            }
        }
    }

    private func isKnown(
        _ ignore: IgnoreDefinition, elsewhere: Set<RuleID>, _ diagnostics: DiagnosticCollector
    ) -> Bool {
        let id = RuleID(rawValue: ignore.rule.name)
        if elsewhere.contains(id) { return true }
        guard let rule = RuleCatalogue.rule(id) else {
            let known = RuleCatalogue.all.filter { $0.category > .minimal }.map { $0.id.rawValue }
            let meant = Suggestion.phrase(for: id.rawValue, among: known + elsewhere.map(\.rawValue).sorted())
            diagnostics.report(
                IgnoreRuleKnown.self, at: ignore.rule.location, "there is no rule `\(id)`\(meant)")
            return false
        }
        guard rule.category > .minimal else {
            diagnostics.report(
                IgnoreRuleKnown.self, at: ignore.rule.location,
                "`\(id)` is a rule that every catalogue must satisfy and cannot be ignored; mend what it finds")
            return false
        }
        return true
    }
}
