/// The named types of a catalogue, by name.
package struct TypeTable: Sendable {
    private let definitions: [String: ValueDefinition]
    /// What each name stands for once names are followed; without those that lead nowhere or in a circle.
    private let resolutions: [String: FieldType]

    /// Orders types; of two with one name the first counts.
    package init(_ types: [TypeDefinition]) {
        definitions = Dictionary(types.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        resolutions = Self.resolutions(of: definitions)
    }

    /// The definition of a name; `nil` where there is none.
    package subscript(name: String) -> ValueDefinition? { definitions[name] }

    /// What a type stands for once names are followed; `nil` for a name that is unknown or leads back to itself.
    package func resolved(_ type: FieldType) -> FieldType? {
        guard case .named(let name) = type else { return type }
        return resolutions[name]
    }

    /// Follows every name once.
    private static func resolutions(of definitions: [String: ValueDefinition]) -> [String: FieldType] {
        var resolutions: [String: FieldType] = [:]
        var visited: Set<String> = []
        for start in definitions.keys where !visited.contains(start) {
            var way: [String] = []
            var type = FieldType.named(start)
            while case .named(let name) = type, let next = definitions[name], visited.insert(name).inserted {
                way.append(name)
                type = next.type
            }
            if case .named(let name) = type {
                guard let known = resolutions[name] else { continue }
                type = known
            }
            for name in way { resolutions[name] = type }
        }
        return resolutions
    }
}
