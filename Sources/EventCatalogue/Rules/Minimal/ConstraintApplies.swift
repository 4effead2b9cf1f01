/// A constraint belongs to the type that it stands at.
enum ConstraintApplies: CheckedRule {
    static let id: RuleID = "CONSTRAINT_APPLIES"
    static let summary = "A value has only constraints that its type can check, e.g. no `max_length` at a number."
    static let failing: RuleExample = """
        fields:
          count: { type: int32, max_length: 3 }
        """
    static let passing: RuleExample = """
        fields:
          count: { type: int32, maximum: 999 }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values where !value.constraintLocations.isEmpty {
            guard let type = context.resolved(value.type) else { continue }
            let allowed = keys(for: type)
            for (key, location) in value.constraintLocations where !allowed.contains(key) {
                let list = allowed.isEmpty ? "it takes no constraints" : "it takes \(allowed.joined(separator: ", "))"
                report(at: location, "`\(key)` does not belong to the type \(type.word); \(list)")
            }
        }
    }

    private static let boundKeys = ["minimum", "maximum", "exclusive_minimum", "exclusive_maximum"]

    /// The constraints that a type may have.
    private static func keys(for type: FieldType) -> [String] {
        switch type {
        case .int32, .int64, .uint64, .double: boundKeys + ["multiple_of"]
        // Generated code compares such texts digit by digit and does not divide them.
        case .uint256, .decimal: boundKeys
        case .string, .uri: ["min_length", "max_length", "pattern"]
        case .bytes: ["min_length", "max_length"]
        case .array: ["min_items", "max_items", "unique_items"]
        case .map: ["min_items", "max_items", "key_pattern"]
        default: []
        }
    }
}
