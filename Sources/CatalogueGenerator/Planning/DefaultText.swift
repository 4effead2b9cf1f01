import EventCatalogue

/// Values of the catalogue as Swift expressions.
enum DefaultText {
    /// A default of a type; `nil` where it has no short form (objects and unions).
    static func expression(_ value: CatalogueValue, _ type: FieldType, _ plan: ValuePlan, _ names: CatalogueNames)
        -> String?
    {
        guard let type = names.resolved(type) else { return nil }
        switch (type, value) {
        case (.bool, .bool(let value)): return value ? "true" : "false"
        case (.int32, .number(let text)), (.int64, .number(let text)), (.uint64, .number(let text)): return text
        case (.double, .number(let text)): return Double(text).map { "\($0)" }
        case (.json, _): return json(value)
        case (.timestamp, .string(let text)):
            return "Timestamp(\(SwiftText.literal(text))) ?? Timestamp(microseconds: 0)"
        case (.bytes, .string): return nil
        case (.enumeration(let definition), .string(let text)):
            guard let name = EnumRenderer.member(of: text, in: definition) else {
                return definition.isOpen ? "\(plan.type)(rawValue: \(SwiftText.literal(text)))" : nil
            }
            return "\(plan.type).\(name)"
        case (_, .string(let text)): return SwiftText.literal(text)
        case (.array(let item), .array(let elements)): return array(elements, item, names)
        case (.map, .object(let members)): return members.isEmpty ? "[:]" : nil
        default: return nil
        }
    }

    private static func array(_ elements: [CatalogueValue], _ item: ValueDefinition, _ names: CatalogueNames) -> String?
    {
        var planner = TypePlanner(names: names)
        let plan = planner.plan(item, hint: "item")
        guard planner.nested.isEmpty else { return elements.isEmpty ? "[]" : nil }
        let texts = elements.map { expression($0, item.type, plan, names) }
        guard texts.allSatisfy({ $0 != nil }) else { return nil }
        return "[\(texts.compactMap { $0 }.joined(separator: ", "))]"
    }

    /// A scalar as a literal of its own Swift type.
    static func scalar(_ value: CatalogueValue) -> String {
        switch value {
        case .bool(let value): value ? "true" : "false"
        case .number(let text): text
        case .string(let text): SwiftText.literal(text)
        case .null, .array, .object: "nil"
        }
    }

    /// Any value as a `JSONValue`.
    static func json(_ value: CatalogueValue) -> String {
        switch value {
        case .null: ".null"
        case .bool(let value): ".bool(\(value))"
        case .number(let text):
            Int64(text) != nil
                ? ".number(JSONNumber(\(text)))" : "JSONNumber(\(SwiftText.literal(text))).map { .number($0) } ?? .null"
        case .string(let text): ".string(\(SwiftText.literal(text)))"
        case .array(let elements): ".array([\(elements.map { json($0) }.joined(separator: ", "))])"
        case .object(let members):
            members.isEmpty
                ? ".object([:])"
                : ".object([\(members.map { "\(SwiftText.literal($0.name)): \(json($0.value))" }.joined(separator: ", "))])"
        }
    }
}
