import EventCatalogue

/// Which named types a payload may hold, directly or by way of other types.
struct TypeReach {
    private let types: [TypeDefinition]
    private let direct: [String: Set<String>]

    init(_ catalogue: Catalogue) {
        types = catalogue.types
        direct = Dictionary(
            catalogue.types.map { ($0.name, Self.names(in: $0.value)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The types of an event's fields, in the order of the catalogue.
    func types(of event: EventDefinition) -> [TypeDefinition] {
        var reached: Set<String> = []
        var waiting = event.fields.reduce(into: Set<String>()) { $0.formUnion(Self.names(in: $1.value)) }
        while let name = waiting.popFirst() {
            guard reached.insert(name).inserted else { continue }
            waiting.formUnion(direct[name, default: []].subtracting(reached))
        }
        return types.filter { reached.contains($0.name) }
    }

    /// The names that a value's own type speaks of.
    static func names(in value: ValueDefinition) -> Set<String> {
        switch value.type {
        case .named(let name): [name]
        case .array(let inner), .map(let inner): names(in: inner)
        case .object(let fields): names(in: fields)
        case .union(let union): names(in: union.cases.flatMap(\.fields))
        default: []
        }
    }

    private static func names(in fields: [FieldDefinition]) -> Set<String> {
        fields.reduce(into: []) { $0.formUnion(names(in: $1.value)) }
    }
}
