import EventCatalogue

/// Which types can hold which, not counting what arrays, maps and indirect enums hold.
struct Recursion {
    private let names: CatalogueNames

    init(_ names: CatalogueNames) { self.names = names }

    /// Whether a value of the type can hold, in place, the struct of that Swift name.
    func canHold(_ type: FieldType, _ swiftName: String) -> Bool {
        var seen: Set<String> = []
        return search(type, swiftName, &seen)
    }

    private func search(_ type: FieldType, _ swiftName: String, _ seen: inout Set<String>) -> Bool {
        switch type {
        case .named(let name):
            guard let definition = names.types[name] else { return false }
            if names.swiftTypes[name] == swiftName { return true }
            guard seen.insert(name).inserted else { return false }
            return search(definition.value.type, swiftName, &seen)
        case .object(let fields):
            for field in fields where search(field.type, swiftName, &seen) { return true }
            return false
        default: return false
        }
    }
}
