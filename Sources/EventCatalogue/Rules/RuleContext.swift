/// A catalogue with what rules look up in it, made once for all of them.
package struct RuleContext: Sendable {
    package let catalogue: Catalogue
    /// Every value that the catalogue declares: of types, fields, items and entries, at any depth.
    package let values: [ValueDefinition]
    /// Every list of fields that share a scope: of events, objects and the cases of unions.
    package let fieldLists: [[FieldDefinition]]
    let types: TypeTable
    let patterns: PatternTable
    let invariants: InvariantTable
    let payloads: PayloadChecker
    /// The names of the catalogue by the scopes in which they must differ.
    let names: [NameSet]

    /// Prepares the lookups; the patterns are compiled here.
    package init(_ catalogue: Catalogue) {
        self.catalogue = catalogue
        types = TypeTable(catalogue.types)
        patterns = PatternTable(catalogue)
        invariants = InvariantTable(catalogue, types: types)
        payloads = PayloadChecker(types: types, patterns: patterns, invariants: invariants)
        var walk = ValueWalk()
        for type in catalogue.types { walk.visit(type.value) }
        for event in catalogue.events { walk.visit(event.fields) }
        values = walk.values
        fieldLists = walk.fieldLists
        names = NameSet.all(of: catalogue, walk)
    }

    /// Every field, at any depth.
    package var fields: some Sequence<FieldDefinition> { fieldLists.lazy.joined() }

    /// What a type stands for once names are followed; `nil` for a name that is unknown or leads back to itself.
    package func resolved(_ type: FieldType) -> FieldType? { types.resolved(type) }

    /// Whether the texts that match a pattern of the catalogue have a bounded length; not where the pattern is refused.
    package func hasBoundedLength(pattern: String) -> Bool { patterns.automata[pattern]?.hasBoundedLength ?? false }

    /// A value and, where its type is named, what the name stands for, and so on: what the first leaves open the next
    /// may say.
    package func meanings(of value: ValueDefinition) -> [ValueDefinition] {
        var result = [value]
        while case .named(let name) = result[result.count - 1].type, let next = types[name], result.count <= 64 {
            result.append(next)
        }
        return result
    }
}

/// Collects values and lists of fields.
struct ValueWalk {
    private(set) var values: [ValueDefinition] = []
    private(set) var fieldLists: [[FieldDefinition]] = []

    mutating func visit(_ value: ValueDefinition) {
        values.append(value)
        switch value.type {
        case .object(let fields): visit(fields)
        case .union(let union): for unionCase in union.cases { visit(unionCase.fields) }
        case .array(let inner), .map(let inner): visit(inner)
        default: break
        }
    }

    mutating func visit(_ fields: [FieldDefinition]) {
        fieldLists.append(fields)
        for field in fields { visit(field.value) }
    }
}
