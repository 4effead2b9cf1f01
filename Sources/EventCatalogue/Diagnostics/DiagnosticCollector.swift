import YAMLReader

/// Takes the diagnostics of all stages of one run.
final class DiagnosticCollector {
    private var diagnostics: [Diagnostic] = []

    func report(_ rule: Rule, at location: SourceLocation, _ message: String, notes: [Diagnostic.Note] = []) {
        diagnostics.append(Diagnostic(rule, at: location, message, notes: notes))
    }

    /// Without repetitions, by file, line and column.
    var sorted: [Diagnostic] {
        var seen: Set<Diagnostic> = []
        return diagnostics.filter { seen.insert($0).inserted }.enumerated().sorted { left, right in
            let (a, b) = (left.element.location, right.element.location)
            return (a.path, a.line, a.column, left.offset) < (b.path, b.line, b.column, right.offset)
        }.map(\.element)
    }
}
