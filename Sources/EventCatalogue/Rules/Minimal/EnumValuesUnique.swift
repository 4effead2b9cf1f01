import YAMLReader

/// An enum lists a value once.
enum EnumValuesUnique: CheckedRule {
    static let id: RuleID = "ENUM_VALUES_UNIQUE"
    static let summary = "A value stands once in an enum."
    static let failing: RuleExample = """
        types:
          Size: { type: enum, values: [small, large, small] }
        """
    static let passing: RuleExample = """
        types:
          Size: { type: enum, values: [small, large] }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values {
            guard case .enumeration(let enumeration) = value.type else { continue }
            var places: [String: SourceLocation] = [:]
            for item in enumeration.values {
                if let first = places[item.name] {
                    report(at: item.location, "the value `\(item.name)` is already listed at \(first)")
                } else {
                    places[item.name] = item.location
                }
            }
        }
    }
}
