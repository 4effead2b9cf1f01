/// The named types of a catalogue, by name.
struct TypeTable: Sendable {
    private let definitions: [String: ValueDefinition]

    init(_ types: [TypeDefinition]) {
        definitions = Dictionary(types.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    subscript(name: String) -> ValueDefinition? { definitions[name] }

    /// What a type stands for once names are followed; `nil` for a name that is unknown or leads back to itself.
    func resolved(_ type: FieldType) -> FieldType? {
        var current = type
        for _ in 0...definitions.count {
            guard case .named(let name) = current else { return current }
            guard let next = definitions[name] else { return nil }
            current = next.type
        }
        return nil
    }
}

extension Catalogue {
    /// What a type stands for once names are followed; `nil` for a name that is unknown or leads back to itself.
    package func resolved(_ type: FieldType) -> FieldType? { TypeTable(types).resolved(type) }
}
