/// A report as the comment of a pull request.
enum MarkdownReport {
    static func text(_ report: CatalogueReport) -> String {
        var lines = ["### Catalogue: \(report.summary)", "", "\(escaped(report.subject))"]
        if !report.broken.isEmpty {
            lines += ["", "**Breaks** " + report.broken.map { escaped($0.description) }.joined(separator: ", ")]
        }
        let grave = report.entries.filter { $0.severity != .note }
        if !grave.isEmpty {
            lines += ["", "| | what | before → after | who | to do |", "|---|---|---|---|---|"]
            lines += grave.map(row)
        }
        let notes = report.entries.filter { $0.severity == .note }
        if !notes.isEmpty {
            lines += [
                "",
                "<details><summary>\(notes.count) \(notes.count == 1 ? "change that breaks" : "changes that break") nobody</summary>",
                "",
            ]
            lines += notes.map { "- `\($0.rule)` \(escaped($0.message))" }
            lines += ["", "</details>"]
        }
        return lines.joined(separator: "\n")
    }

    private static func row(_ entry: ReportEntry) -> String {
        let mark = entry.severity == .error ? "❌" : "⚠️"
        let change =
            entry.before == nil && entry.after == nil ? "" : "\(entry.before ?? "–") → \(entry.after ?? "–")"
        let cells = [
            "\(mark) `\(entry.rule)`", "\(escaped(entry.message))<br>`\(entry.location)`", escaped(change),
            entry.services.map { escaped($0.description) }.joined(separator: "<br>"), escaped(entry.advice),
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    /// What a cell of a table cannot hold, and what would be read as HTML.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "|": result += "\\|"
            case "<": result += "&lt;"
            case "&": result += "&amp;"
            case "\n", "\r": result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
