import EventCatalogue

/// A named type of the catalogue.
struct TypeRenderer {
    let type: TypeDefinition
    let names: CatalogueNames

    private var swiftName: String { names.swiftTypes[type.name] ?? type.name }

    private var documentation: [String] {
        let deprecation = type.deprecation.map { "Deprecated: \($0.message)" }
        return SwiftText.documentation([type.value.description, type.value.unit.map { "Unit: \($0)." }, deprecation])
    }

    var rendering: Rendering {
        switch type.value.type {
        case .object(let fields):
            return StructRenderer.nested(swiftName, fields, documentation: documentation, names: names)
        case .enumeration(let definition):
            return Rendering(lines: EnumRenderer.lines(swiftName, definition, documentation: documentation))
        case .union(let definition):
            return UnionRenderer.lines(swiftName, definition, documentation: documentation, names: names)
        default:
            var planner = TypePlanner(names: names)
            let plan = planner.plan(type.value, hint: type.name)
            let alias = "public typealias \(swiftName) = \(plan.type)"
            return Rendering(lines: documentation + [alias] + planner.nested.flatMap { $0 }, problems: planner.problems)
        }
    }

    /// The rule of a string type as a static member; none where the type asks nothing.
    var rule: String? {
        guard let member = names.rule(of: type), let rule = RuleOfType(type.value) else { return nil }
        return "static let \(member.dropFirst()) = \(rule.expression)"
    }
}
