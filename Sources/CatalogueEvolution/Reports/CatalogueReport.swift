/// What a check or a comparison found, in the forms that people and programs want.
package struct CatalogueReport: Sendable {
    /// What the report is about: "schemas, compared with git:main".
    package var subject: String
    package var entries: [ReportEntry]

    /// Takes entries in the order in which they are to be written.
    package init(subject: String, entries: [ReportEntry]) {
        self.subject = subject
        self.entries = entries
    }

    /// The ways of writing a report.
    package enum Format: String, Sendable, CaseIterable {
        /// For people: by event, with before and after.
        case text
        /// As compilers write it: `path:line:column: error: …`.
        case lines
        case json
        /// For a pull request.
        case markdown
        /// SARIF 2.1.0, for code scanning.
        case sarif
        /// Annotations of GitHub Actions.
        case github
    }

    /// The report, without a line break at its end; empty where the format writes nothing for no entries.
    package func text(_ format: Format) -> String {
        switch format {
        case .text: TextReport.text(self)
        case .lines: entries.map(\.line).joined(separator: "\n")
        case .json: JSONReport.text(self)
        case .markdown: MarkdownReport.text(self)
        case .sarif: SARIFReport.text(self)
        case .github: entries.map(GitHubAnnotation.text).joined(separator: "\n")
        }
    }

    func count(_ severity: ChangeFinding.Severity) -> Int { entries.count { $0.severity == severity } }

    /// Everybody whom an error hits, each once.
    var broken: [ServiceAtStake] {
        var seen: Set<String> = []
        return entries.filter { $0.severity == .error }.flatMap(\.services).filter { seen.insert($0.name).inserted }
    }

    /// "2 errors, 1 warning, 3 notes".
    var summary: String {
        let parts = [(count(.error), "error"), (count(.warning), "warning"), (count(.note), "note")]
        let words = parts.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)\($0.0 == 1 ? "" : "s")" }
        return words.isEmpty ? "nothing found" : words.joined(separator: ", ")
    }
}
