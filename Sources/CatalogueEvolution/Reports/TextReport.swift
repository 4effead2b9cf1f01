/// A report for people: by event, errors first.
enum TextReport {
    static func text(_ report: CatalogueReport) -> String {
        var lines: [String] = []
        var events: [String] = []
        for entry in report.entries where !events.contains(entry.event) { events.append(entry.event) }
        for event in events {
            lines.append(event.isEmpty ? "catalogue" : event)
            let entries = report.entries.filter { $0.event == event }
            for severity in [ChangeFinding.Severity.error, .warning, .note] {
                for entry in entries where entry.severity == severity { lines += Self.lines(entry) }
            }
        }
        lines.append("\(report.subject): \(report.summary)")
        if !report.broken.isEmpty {
            lines.append("breaks: " + report.broken.map(\.description).joined(separator: ", "))
        }
        return lines.joined(separator: "\n")
    }

    private static func lines(_ entry: ReportEntry) -> [String] {
        var lines = ["  \(entry.severity.rawValue) \(entry.rule)" + (entry.path.isEmpty ? "" : " \(entry.path)")]
        lines.append("    \(entry.message)")
        if entry.before != nil || entry.after != nil {
            lines.append("    \(entry.before ?? "–") → \(entry.after ?? "–")")
        }
        if !entry.services.isEmpty {
            lines.append("    \(entry.stake) " + entry.services.map(\.description).joined(separator: ", "))
        }
        if !entry.advice.isEmpty { lines.append("    to do: \(entry.advice)") }
        lines.append("    at \(entry.location)" + (entry.notes.first.map { ", before at \($0.location)" } ?? ""))
        return lines
    }
}
