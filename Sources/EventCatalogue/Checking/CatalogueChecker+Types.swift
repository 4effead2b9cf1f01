import YAMLReader

extension CatalogueChecker {
    /// Named types exist, and a value of each can be written.
    func checkTypes() {
        for type in catalogue.types {
            if ValueParser.words.contains(type.name) {
                diagnostics.report(
                    .nameUnique, at: type.location,
                    "`\(type.name)` is a type that every catalogue has; take another name")
            }
            checkTypesExist(type.value)
        }
        for event in catalogue.events { for field in event.fields { checkTypesExist(field.value) } }
        checkCycles()
    }

    private func checkTypesExist(_ value: ValueDefinition) {
        if case .named(let name) = value.type, types[name] == nil {
            let meant = Suggestion.phrase(for: name, among: catalogue.types.map(\.name) + ValueParser.words)
            diagnostics.report(.typeDefined, at: value.typeLocation, "there is no type `\(name)`\(meant)")
        }
        for inner in value.innerValues { checkTypesExist(inner) }
    }

    /// A type is finite if a value of it can be written; those that are left when no more can be shown finite need
    /// themselves.
    private func checkCycles() {
        var finite: Set<String> = []
        var grew = true
        while grew {
            grew = false
            for type in catalogue.types where !finite.contains(type.name) && isFinite(type.value, finite) {
                finite.insert(type.name)
                grew = true
            }
        }
        for type in catalogue.types where !finite.contains(type.name) {
            guard let chain = circle(through: type.name, finite) else { continue }
            diagnostics.report(
                .typeCycleWithoutOptional, at: type.location,
                "a `\(type.name)` can never be written: it needs itself (\(chain.joined(separator: " → "))); make a "
                    + "field on the way optional or nullable")
        }
        checkContainersOfThemselves(among: finite)
    }

    /// A type that is an array or a map of itself, through names only, could be written (as an empty one) but has no
    /// Swift type: an alias cannot name itself.
    private func checkContainersOfThemselves(among finite: Set<String>) {
        for type in catalogue.types where finite.contains(type.name) {
            var chain = [type.name]
            while let next = types[chain[chain.count - 1]].flatMap({ Self.nameWithin($0.type) }) {
                chain.append(next)
                if next == type.name {
                    diagnostics.report(
                        .typeCycleWithoutOptional, at: type.location,
                        "`\(type.name)` holds nothing but itself (\(chain.joined(separator: " → "))); put an object with "
                            + "an optional field between")
                }
                if chain.dropLast().contains(next) { break }
            }
        }
    }

    /// The named type that a type is, or is an array or a map of.
    private static func nameWithin(_ type: FieldType) -> String? {
        switch type {
        case .named(let name): name
        case .array(let inner), .map(let inner): nameWithin(inner.type)
        default: nil
        }
    }

    private func isFinite(_ value: ValueDefinition, _ finite: Set<String>) -> Bool {
        blockers(of: value, finite).isEmpty
    }

    /// The named types that a value cannot be written without and that are not known to be finite.
    private func blockers(of value: ValueDefinition, _ finite: Set<String>) -> [String] {
        switch value.type {
        case .named(let name): return types[name] == nil || finite.contains(name) ? [] : [name]
        case .object(let fields): return blockers(of: fields, finite)
        case .array(let inner), .map(let inner):
            return (value.constraints.minItems ?? 0) > 0 ? blockers(of: inner, finite) : []
        case .union(let union):
            let ofCases = union.cases.map { blockers(of: $0.fields, finite) }
            return ofCases.contains(where: \.isEmpty) ? [] : ofCases.first ?? []
        default: return []
        }
    }

    private func blockers(of fields: [FieldDefinition], _ finite: Set<String>) -> [String] {
        fields.filter(\.isRequiredAndNonNull).flatMap { blockers(of: $0.value, finite) }
    }

    /// The shortest way from a type along what blocks it and back to itself; `nil` where it only leads to a circle.
    private func circle(through name: String, _ finite: Set<String>) -> [String]? {
        var ways = [[name]]
        var visited: Set<String> = []
        while !ways.isEmpty {
            let way = ways.removeFirst()
            guard let last = way.last, let definition = types[last] else { continue }
            for step in blockers(of: definition, finite) {
                if step == name { return way + [name] }
                if visited.insert(step).inserted { ways.append(way + [step]) }
            }
        }
        return nil
    }
}
