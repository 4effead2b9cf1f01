package import YAMLReader

/// One thing that is wrong with a catalogue, in the form that compilers print.
package struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
    package let location: SourceLocation
    package let severity: Severity
    /// The rule that is broken.
    package let rule: RuleID
    /// What is wrong and how to mend it.
    package let message: String
    /// Other places that belong to it.
    package let notes: [Note]

    /// How bad it is.
    package enum Severity: String, Sendable, Hashable {
        case error
        case warning
    }

    /// Another place that belongs to a diagnostic.
    package struct Note: Sendable, Hashable {
        package let location: SourceLocation
        package let message: String

        /// Names a place and says what it has to do with it.
        package init(location: SourceLocation, message: String) {
            self.location = location
            self.message = message
        }
    }

    /// A message is read by people: a name of a megabyte says no more than its beginning.
    private static func shortened(_ message: String) -> String {
        let most = 2000
        guard message.utf8.count > most, message.count > most else { return message }
        return "\(message.prefix(most / 2)) … \(message.suffix(most / 2))"
    }

    /// States what is wrong.
    package init(
        _ rule: RuleID, at location: SourceLocation, _ message: String, severity: Severity = .error, notes: [Note] = []
    ) {
        self.location = location
        self.severity = severity
        self.rule = rule
        self.message = Self.shortened(message)
        self.notes = notes
    }

    /// `path:line:column: error: message [RULE]`, and a line for each note.
    package var description: String {
        var lines = ["\(location): \(severity.rawValue): \(message) [\(rule.rawValue)]"]
        for note in notes { lines.append("\(note.location): note: \(note.message)") }
        return lines.joined(separator: "\n")
    }
}
