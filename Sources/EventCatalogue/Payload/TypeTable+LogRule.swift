extension TypeTable {
    /// How a value is shown in logs: as is said of itself, or else of the nearest of its named types.
    package func logRule(of definition: ValueDefinition) -> ValueDefinition.LogRule {
        var current = definition
        var seen: Set<String> = []
        while true {
            if let rule = current.log { return rule }
            guard case .named(let name) = current.type, seen.insert(name).inserted, let next = self[name] else {
                return .show
            }
            current = next
        }
    }

    /// The names of those fields of which anything is not shown in logs, in their order.
    package func hiddenFields(of fields: [FieldDefinition]) -> [String] {
        fields.filter { field in
            var seen: Set<String> = []
            return hides(field.value, &seen)
        }
        .map(\.name)
    }

    /// - Parameter seen: The named types that were looked into: one that holds itself hides nothing more.
    private func hides(_ definition: ValueDefinition, _ seen: inout Set<String>) -> Bool {
        if logRule(of: definition) != .show { return true }
        if case .named(let name) = definition.type, !seen.insert(name).inserted { return false }
        switch resolved(definition.type) {
        case .object(let fields)?: return hides(fields, &seen)
        case .array(let items)?: return hides(items, &seen)
        case .map(let values)?: return hides(values, &seen)
        case .union(let union)?:
            for one in union.cases where hides(one.fields, &seen) { return true }
            return false
        default: return false
        }
    }

    private func hides(_ fields: [FieldDefinition], _ seen: inout Set<String>) -> Bool {
        for field in fields where hides(field.value, &seen) { return true }
        return false
    }
}
