import EventCatalogue

/// One line of a table of fields; fields of objects, items and cases stand below their owner with a longer path.
struct FieldRow {
    /// E.g. `lines[].article`.
    let path: String
    let field: FieldDefinition
    /// The case of a union that the field belongs to.
    let unionCase: String?

    /// The rows of fields and of all that is declared inside them.
    static func rows(_ fields: [FieldDefinition], below owner: String = "", unionCase: String? = nil) -> [FieldRow] {
        fields.flatMap { field in
            let path = owner + field.name
            return [FieldRow(path: path, field: field, unionCase: unionCase)] + inner(field.value, path)
        }
    }

    /// The rows of what a value declares inside itself.
    static func inner(_ value: ValueDefinition, _ path: String) -> [FieldRow] {
        let dot = path.isEmpty ? "" : path + "."
        return switch value.type {
        case .object(let fields): rows(fields, below: dot)
        case .array(let item): inner(item, path + "[]")
        case .map(let entry): inner(entry, path + "{}")
        case .union(let union): union.cases.flatMap { rows($0.fields, below: dot, unionCase: $0.name) }
        default: []
        }
    }

    /// Whether the field must be there, may be null, and what stands for it.
    var presence: String {
        var words = [field.presence.rawValue]
        if field.isNullable { words.append("may be null") }
        if let value = field.defaultValue { words.append("default \(value.json)") }
        return words.joined(separator: ", ")
    }

    /// Rules, unit and who may see it, one phrase each.
    var rules: [String] {
        var phrases = TypePhrase.rules(field.value)
        if let unit = field.value.unit { phrases.append("unit: \(unit)") }
        if let sensitivity = field.value.sensitivity { phrases.append(sensitivity.rawValue) }
        if let log = field.value.log { phrases.append("logs: \(log.rawValue)") }
        if let unionCase { phrases.append("of the case \(unionCase)") }
        return phrases
    }

    /// What it means; the values of an enum that stands at the field are listed.
    var meaning: String {
        var parts = [field.value.description].compactMap(\.self)
        if case .enumeration(let definition) = field.type {
            parts.append("Values: " + definition.values.map(\.name).joined(separator: ", ") + ".")
        }
        if let deprecation = field.deprecation {
            parts.append(deprecation.message.isEmpty ? "Deprecated." : "Deprecated: \(deprecation.message).")
        }
        return parts.joined(separator: " ")
    }
}
