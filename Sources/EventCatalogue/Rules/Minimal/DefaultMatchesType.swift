import YAMLReader

/// A default fits its field.
enum DefaultMatchesType: CheckedRule {
    static let id: RuleID = "DEFAULT_MATCHES_TYPE"
    static let summary = """
        A default is a value of the field's type within its constraints, listed and not deprecated where the type is an enum, and of a kind that \
        code can state: bytes, objects, unions and maps with entries have no defaults.
        """
    static let failing: RuleExample = """
        fields:
          count: { type: int32, minimum: 1, default: 0 }
        """
    static let passing: RuleExample = """
        fields:
          count: { type: int32, minimum: 1, default: 1 }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for field in context.fields {
            guard let node = field.defaultNode, let value = field.defaultValue else { continue }
            switch (context.resolved(field.type), value) {
            case (.constant, _): break  // ConstAndDefaultConflict.
            case (.enumeration(let enumeration), .string(let text)):
                if let value = enumeration.values.first(where: { $0.name == text }) {
                    guard value.deprecation != nil else { continue }
                    report(at: node.location, "the default `\(text)` is deprecated; take a value that is not")
                    continue
                }
                let names = enumeration.values.map(\.name)
                report(
                    at: node.location,
                    "the default must be a value that the enum lists: \(names.joined(separator: ", "))"
                        + Suggestion.phrase(for: text, among: names))
            default:
                let violations = context.payloads.violations(of: value, as: field)
                report(violations, "the default", node)
                guard violations.isEmpty, !isStatable(value, field.type, context) else { continue }
                report(at: node.location, "a default of type \(field.type.word) has no form in code; leave it out")
            }
        }
    }

    /// Whether a default that fits has a form in generated code.
    private static func isStatable(_ value: CatalogueValue, _ type: FieldType, _ context: RuleContext) -> Bool {
        switch (context.resolved(type), value) {
        case (_, .null): return true
        case (.bytes, _), (.object, _), (.union, _): return false
        case (.map, .object(let members)): return members.isEmpty
        case (.array(let item), .array(let elements)):
            if elements.isEmpty { return true }
            // An item's own anonymous type is declared elsewhere than where the default stands.
            switch item.type {
            case .enumeration, .array, .map, .constant: return false
            default: return elements.allSatisfy { isStatable($0, item.type, context) }
            }
        default: return true
        }
    }
}
