package import EventCatalogue
package import YAMLReader

/// One line of a report: a finding about a change, or a diagnostic about the catalogue itself.
package struct ReportEntry: Sendable, Hashable {
    package var rule: String
    package var severity: ChangeFinding.Severity
    package var event: String
    package var path: String
    package var before: String?
    package var after: String?
    package var location: SourceLocation
    package var message: String
    package var advice: String
    package var against: String
    package var services: [ServiceAtStake]
    /// Other places that belong to it.
    package var notes: [Note]

    /// Another place, and what is there.
    package struct Note: Sendable, Hashable {
        package var location: SourceLocation
        package var message: String
    }

    /// A change.
    package init(_ finding: ChangeFinding) {
        rule = finding.rule.rawValue
        severity = finding.severity
        (event, path, before, after) = (finding.event, finding.path, finding.before, finding.after)
        (location, message, advice) = (finding.location, finding.message, finding.advice)
        (against, services) = (finding.against, finding.services)
        notes = finding.oldLocation.map { [Note(location: $0, message: "it was declared here")] } ?? []
    }

    /// Something that is wrong with the catalogue.
    package init(_ diagnostic: Diagnostic) {
        rule = diagnostic.rule.rawValue
        severity = diagnostic.severity == .error ? .error : .warning
        (event, path, against, advice) = ("", "", "", "")
        (location, message) = (diagnostic.location, diagnostic.message)
        services = []
        notes = diagnostic.notes.map { Note(location: $0.location, message: $0.message) }
    }

    /// `path:line:column: error: message [RULE]`, as compilers write it, and a line for each note.
    package var line: String {
        var text = "\(location): \(severity.rawValue): \(sentence) [\(rule)]"
        for note in notes { text += "\n\(note.location): note: \(note.message)" }
        return text
    }

    /// The message, whom it hits, and what to do.
    var sentence: String {
        var text = message
        if !services.isEmpty {
            text += "; \(stake) " + services.map(\.description).joined(separator: ", ")
        }
        return advice.isEmpty ? text : text + "; " + advice
    }

    /// The word for what it does to services.
    var stake: String { severity == .error ? "breaks" : "concerns" }
}
