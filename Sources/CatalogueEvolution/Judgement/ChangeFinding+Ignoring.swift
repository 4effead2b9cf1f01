import EventCatalogue
import YAMLReader

extension Sequence<ChangeFinding> {
    /// The findings as they are on a day: what the catalogue says to ignore is a note, so that it still is told.
    func ignoring(by ignores: StandingIgnores) -> [ChangeFinding] {
        map { finding in
            guard finding.severity != .note, finding.rule.isIgnorable,
                ignores.cover(RuleID(rawValue: finding.rule.rawValue), at: finding.location)
            else { return finding }
            var finding = finding
            finding.severity = .note
            finding.message += " (ignored by the catalogue)"
            finding.advice = ""
            return finding
        }
    }
}
