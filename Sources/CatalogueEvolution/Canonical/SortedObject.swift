import EventCatalogue

/// A JSON object whose keys are written in order; a key without a value is left out.
struct SortedObject {
    private var members: [String: CatalogueValue] = [:]

    subscript(key: String) -> CatalogueValue? {
        get { members[key] }
        set { members[key] = newValue }
    }

    var isEmpty: Bool { members.isEmpty }

    var value: CatalogueValue {
        .object(members.sorted { $0.key < $1.key }.map { CatalogueValue.Member($0.key, $0.value) })
    }
}

extension CatalogueValue? {
    /// A list, or nothing where it is empty.
    static func list(_ items: [CatalogueValue]) -> CatalogueValue? { items.isEmpty ? nil : .array(items) }

    /// A list of texts, or nothing where it is empty.
    static func names(_ names: [String]) -> CatalogueValue? { .list(names.map { .string($0) }) }

    /// An object in the order that is given, or nothing where it is empty.
    static func named(_ members: [CatalogueValue.Member]) -> CatalogueValue? {
        members.isEmpty ? nil : .object(members)
    }
}
