import LanguageSchema

/// How names of the catalogue are written in Python.
enum PythonName {
    private static let keywords: Set<String> = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
        "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
        "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ]

    /// What every generated class has.
    private static let members: Set<String> = [
        "CASE", "CLOUDEVENTS_TYPE", "STREAM", "TYPE", "VERSION", "aggregate_id", "check_invariants", "from_json",
        "from_payload", "idempotency_key", "to_json", "to_payload", "unknown_fields", "validate",
    ]

    /// An identifier that is no keyword.
    static func safe(_ name: String) -> String {
        let text = LanguageText.identifier(name)
        return keywords.contains(text) ? text + "_" : text
    }

    /// The attributes of a record's fields, by wire name.
    static func attributes(of record: LanguageRecord) -> [String: String] {
        var taken = members
        var attributes: [String: String] = [:]
        for field in record.fields {
            // Two underscores would make the name another one inside the class.
            let name = field.name.hasPrefix("_") ? "field" + field.name : field.name
            attributes[field.name] = LanguageText.free(safe(name), suffix: "_", taken: &taken)
        }
        return attributes
    }

    /// The constants of an enum's values, in their order.
    static func constants(_ values: [String]) -> [String] {
        var taken: Set<String> = ["DECLARED"]
        return values.map { value in
            let text = LanguageText.identifier(value).uppercased()
            return LanguageText.free(text.hasPrefix("_") ? "VALUE" + text : text, suffix: "_", taken: &taken)
        }
    }
}
