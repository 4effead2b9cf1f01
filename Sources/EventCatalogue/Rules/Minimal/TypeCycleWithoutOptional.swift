/// A value of every type can be written.
enum TypeCycleWithoutOptional: CheckedRule {
    static let id: RuleID = "TYPE_CYCLE_WITHOUT_OPTIONAL"
    static let summary = """
        A type does not need itself: on the way from a type back to it is an optional or nullable field, a list or map that may \
        be empty, or another case. Nor is a list or map a list or map of itself.
        """
    static let failing: RuleExample = """
        types:
          Category: { type: object, fields: { parent: Category } }
        """
    static let passing: RuleExample = """
        types:
          Category: { type: object, fields: { parent: { type: Category, presence: optional } } }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        TypeCycleSearch(catalogue: context.catalogue, types: context.types, report: report).search()
    }
}

/// Looks for types of which no value could be written.
private struct TypeCycleSearch {
    let catalogue: Catalogue
    let types: TypeTable
    let report: RuleReport

    /// A type is finite if a value of it can be written; those that are left when no more can be shown finite need
    /// themselves.
    func search() {
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
            report(
                at: type.location,
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
            var visited: Set<String> = []
            while let next = types[chain[chain.count - 1]].flatMap({ Self.nameWithin($0.type) }),
                visited.insert(next).inserted
            {
                chain.append(next)
                guard next == type.name else { continue }
                report(
                    at: type.location,
                    "`\(type.name)` holds nothing but itself (\(chain.joined(separator: " → "))); put an object with "
                        + "an optional field between")
                break
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
