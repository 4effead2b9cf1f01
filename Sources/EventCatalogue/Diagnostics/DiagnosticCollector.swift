package import YAMLReader

/// Takes the diagnostics of all stages of one run.
package final class DiagnosticCollector {
    private var diagnostics: [Diagnostic] = []

    /// Nothing is reported yet.
    package init() {}

    /// Reports a place that breaks a rule, as badly as the rule says.
    package func report(
        _ rule: any CatalogueRule.Type, at location: SourceLocation, _ message: String, notes: [Diagnostic.Note] = []
    ) {
        report(Diagnostic(rule.id, at: location, message, severity: rule.severity, notes: notes))
    }

    /// Takes a diagnostic as it is.
    package func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// Without repetitions, by file, line and column.
    package var sorted: [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return diagnostics.filter { seen.insert($0).inserted }.enumerated().sorted { left, right in
            let (a, b) = (left.element.location, right.element.location)
            return (a.path, a.line, a.column, left.offset) < (b.path, b.line, b.column, right.offset)
        }.map(\.element)
    }
}
