import EventCatalogue

/// Types and constraints in words.
enum TypePhrase {
    /// The type in a few words: `string`, `list of Line`, `map of string`.
    static func text(_ type: FieldType) -> String {
        switch type {
        case .array(let item): "list of \(text(item.type))"
        case .map(let entry): "map of \(text(entry.type))"
        case .enumeration(let definition): definition.isOpen ? "open enum" : "enum"
        case .union(let union): "one of \(union.cases.count) objects, by \(union.discriminator)"
        case .constant(let constant): "always \(constant.value.json)"
        default: type.word
        }
    }

    /// The named types that the type speaks of, itself or in its items.
    static func names(_ type: FieldType) -> [String] {
        switch type {
        case .named(let name): [name]
        case .array(let inner), .map(let inner): names(inner.type)
        default: []
        }
    }

    /// What a value must satisfy, one phrase for each rule.
    static func rules(_ value: ValueDefinition) -> [String] {
        let constraints = value.constraints
        var rules: [String] = []
        if let bound = constraints.minimum { rules.append("≥ \(bound)") }
        if let bound = constraints.exclusiveMinimum { rules.append("> \(bound)") }
        if let bound = constraints.maximum { rules.append("≤ \(bound)") }
        if let bound = constraints.exclusiveMaximum { rules.append("< \(bound)") }
        if let step = constraints.multipleOf { rules.append("multiple of \(step)") }
        let isBytes = if case .bytes = value.type { true } else { false }
        let length = isBytes ? ("byte", "bytes") : ("character", "characters")
        if let phrase = range(constraints.minLength, constraints.maxLength, length) { rules.append(phrase) }
        if let pattern = constraints.pattern { rules.append("matches \(pattern)") }
        let isMap = if case .map = value.type { true } else { false }
        let count = isMap ? ("entry", "entries") : ("item", "items")
        if let phrase = range(constraints.minItems, constraints.maxItems, count) { rules.append(phrase) }
        if constraints.uniqueItems { rules.append("no item twice") }
        if let pattern = constraints.keyPattern { rules.append("keys match \(pattern)") }
        if case .array(let item) = value.type { rules += Self.rules(item).map { "each \($0)" } }
        if case .map(let entry) = value.type { rules += Self.rules(entry).map { "each \($0)" } }
        return rules
    }

    private static func range(_ least: Int?, _ most: Int?, _ unit: (one: String, many: String)) -> String? {
        func counted(_ count: Int) -> String { "\(count) \(count == 1 ? unit.one : unit.many)" }
        return switch (least, most) {
        case (nil, nil): nil
        case (let least?, nil): "at least \(counted(least))"
        case (nil, let most?): "at most \(counted(most))"
        case (let least?, let most?): least == most ? counted(least) : "\(least) to \(counted(most))"
        }
    }
}
