import EventBus
import EventCatalogue
import YAMLReader

/// Diagnostics for programs.
enum DiagnosticJSON {
    /// One diagnostic as an object.
    static func value(_ diagnostic: Diagnostic) -> JSONValue {
        var object = place(diagnostic.location)
        object["severity"] = .string(diagnostic.severity.rawValue)
        object["rule"] = .string(diagnostic.rule.rawValue)
        object["message"] = .string(diagnostic.message)
        object["notes"] = .array(
            diagnostic.notes.map { note in
                var object = place(note.location)
                object["message"] = .string(note.message)
                return .object(object)
            })
        return .object(object)
    }

    private static func place(_ location: SourceLocation) -> JSONObject {
        [
            "path": .string(location.path), "line": .number(JSONNumber(location.line)),
            "column": .number(JSONNumber(location.column)),
        ]
    }
}
