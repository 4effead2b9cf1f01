package import EventCatalogue

/// Holds catalogues to the rules of a level.
package struct CatalogueLint: Sendable {
    /// The category whose rules, and those of the categories before it, are applied.
    package var level: RuleCategory
    /// The day on which it is judged whether an ignore has expired.
    package var today: CalendarDate
    /// Rules that `ignore` may name but that somebody else applies, e.g. those about changes.
    package var elsewhere: Set<RuleID>

    /// Chooses a level; ``RuleCategory/standard`` is what `check` uses where none is given.
    package init(level: RuleCategory = .standard, today: CalendarDate, elsewhere: Set<RuleID> = []) {
        self.level = level
        self.today = today
        self.elsewhere = elsewhere
    }

    /// Everything that is wrong with a catalogue, by file, line and column.
    ///
    /// The rules of the category `minimal` have been applied by who read it. Where one of them found an error, only that
    /// is returned: in a catalogue that is not consistent the others would find what nobody wrote.
    package func check(_ reading: CatalogueReading) -> [Diagnostic] {
        guard reading.isValid else { return reading.diagnostics }
        let context = RuleContext(reading.catalogue)
        let broken = DiagnosticCollector()
        let rules = RuleCatalogue.checked.filter { $0.category <= level }
        for rule in rules { rule.check(context, RuleReport(of: rule, to: broken)) }

        let found = broken.sorted
        let ignores = StandingIgnores(reading.catalogue, today: today)
        let kept = found.filter { !ignores.cover($0.rule, at: $0.location) }
        let result = DiagnosticCollector()
        for diagnostic in reading.diagnostics + kept { result.report(diagnostic) }
        IgnoreCheck(catalogue: reading.catalogue, today: today, elsewhere: elsewhere, diagnostics: result)
            .check(rules: rules, broken: found)
        return result.sorted
    }
}
