/// Follows dotted field names into objects, the items of arrays, the values of maps and the cases of unions.
package struct FieldPaths {
    let types: TypeTable

    init(types: TypeTable) { self.types = types }

    /// Follows the types of a catalogue.
    package init(_ catalogue: Catalogue) { types = TypeTable(catalogue.types) }

    /// Whether a path leads to something.
    package func exists(_ path: String, in fields: [FieldDefinition]) -> Bool {
        // A field's own name may hold a dot.
        if fields.contains(where: { $0.name == path }) { return true }
        let steps = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        return leads(steps[...], in: fields)
    }

    private func leads(_ steps: ArraySlice<String>, in fields: [FieldDefinition]) -> Bool {
        guard let first = steps.first, let field = fields.first(where: { $0.name == first }) else { return false }
        return leads(steps.dropFirst(), into: field.type)
    }

    private func leads(_ steps: ArraySlice<String>, into type: FieldType) -> Bool {
        guard !steps.isEmpty else { return true }
        switch types.resolved(type) {
        case .object(let fields): return leads(steps, in: fields)
        case .array(let item): return leads(steps, into: item.type)
        case .map(let entry): return leads(steps.dropFirst(), into: entry.type)
        case .union(let union):
            return steps == [union.discriminator] || union.cases.contains { leads(steps, in: $0.fields) }
        case .json: return true
        default: return false
        }
    }
}
