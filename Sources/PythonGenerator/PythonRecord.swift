import EventCatalogue
import LanguageSchema

/// A record of the catalogue as a dataclass.
struct PythonRecord {
    let record: LanguageRecord
    let catalogueID: String
    let checks: [InvariantSource.Check]

    var lines: [String] {
        let attributes = PythonName.attributes(of: record)
        let kind = record.event == nil ? "Record" : "Event"
        var body = PythonText.docstring(record.documentation, otherwise: "An object of the catalogue.") + [""]
        if let event = record.event { body += declaration(event) }
        body.append("_RECORD = \(LanguageText.literal(record.name))")
        let renamed = record.fields.compactMap { field in
            attributes[field.name].flatMap { $0 == field.name ? nil : (field.name, $0) }
        }
        if !renamed.isEmpty {
            let pairs = renamed.map { "\(LanguageText.literal($0)): \(LanguageText.literal($1))" }
            body.append("_ATTRIBUTES = {\(pairs.joined(separator: ", "))}")
        }
        if let discriminator = record.discriminator {
            body.append("#: The value of `\(discriminator.key)` that tells this case from the others.")
            body.append("CASE: ClassVar[str] = \(LanguageText.literal(discriminator.value))")
        }
        // What must be given comes first, as Python asks; on the wire the order is that of the catalogue.
        for field in record.fields where !field.isOptional || field.constant != nil {
            body += lines(field, attributes[field.name] ?? field.name)
        }
        for field in record.fields where field.isOptional && field.constant == nil {
            body += lines(field, attributes[field.name] ?? field.name)
        }
        body.append("#: Fields that another version of the writer added.")
        body.append("unknown_fields: Dict[str, Any] = _field(default_factory=lambda: {}, repr=False)")
        return ["@_declared(\(LanguageText.literal(record.name)))", "@dataclass", "class \(record.name)(\(kind)):"]
            + PythonText.indented(body)
    }

    private func declaration(_ event: EventDefinition) -> [String] {
        var lines = [
            "TYPE = \(LanguageText.literal(event.name))", "VERSION = \"\(event.version)\"",
            "STREAM = \(LanguageText.literal(event.stream.name))",
            "CLOUDEVENTS_TYPE = \(LanguageText.literal("\(catalogueID).\(event.name).v\(event.version.major)"))",
        ]
        guard !checks.isEmpty else { return lines }
        lines.append("_INVARIANTS = (")
        for check in checks {
            let name = LanguageText.literal(check.name)
            lines.append("    (\(name), \(LanguageText.literal(check.message)), lambda p: \(check.expression)),")
        }
        return lines + [")"]
    }

    private func lines(_ field: LanguageField, _ attribute: String) -> [String] {
        let comments = PythonText.comments(field.documentation)
        let hint = PythonType.hint(field.type)
        if let constant = field.constant {
            let value = PythonType.literal(constant.value, field.type) ?? "None"
            return comments + ["\(attribute): ClassVar[\(hint)] = \(value)"]
        }
        let type = field.absence == .never ? hint : "Optional[\(hint)]"
        guard let value = field.definition.defaultValue, value != .null else {
            return comments + ["\(attribute): \(type)" + (field.isOptional ? " = None" : "")]
        }
        if let literal = PythonType.literal(value, field.type) {
            return comments + ["\(attribute): \(type) = \(literal)"]
        }
        let arguments = "\(LanguageText.literal(record.name)), \(LanguageText.literal(field.name))"
        return comments + ["\(attribute): \(type) = _field(default_factory=lambda: _default(\(arguments)))"]
    }
}
