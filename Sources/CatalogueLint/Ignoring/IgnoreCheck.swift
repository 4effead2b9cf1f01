import EventCatalogue

/// Holds the ignores of a catalogue to their own rules.
struct IgnoreCheck {
    let catalogue: Catalogue
    /// The day on which it is judged whether an ignore has expired.
    let today: CalendarDate
    /// Rules that can be ignored but are applied by somebody else.
    let elsewhere: Set<RuleID>
    let diagnostics: DiagnosticCollector

    /// - Parameters:
    ///   - rules: the rules that were applied.
    ///   - broken: what they found, ignored or not.
    func check(rules: [any CatalogueRule.Type], broken: [Diagnostic]) {
        let applied = Set(rules.map { $0.id })
        for ignore in catalogue.ignores {
            let id = RuleID(rawValue: ignore.rule.name)
            guard isKnown(ignore) else { continue }
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

    private func isKnown(_ ignore: IgnoreDefinition) -> Bool {
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
