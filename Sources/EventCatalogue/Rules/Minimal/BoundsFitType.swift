/// The bounds of a whole number are numbers that its type has.
enum BoundsFitType: CheckedRule {
    static let id: RuleID = "BOUNDS_FIT_TYPE"
    static let summary = """
        A bound is a number that the type can hold: whole for whole numbers, within ±2^31 for `int32`, ±2^63 for `int64`, 0 to \
        2^64 for `uint64`, 0 to 2^256 for `uint256`, and finite for `double`. Any other bound says nothing, or has no form in \
        generated code.
        """
    static let failing: RuleExample = """
        fields:
          count: { type: int32, minimum: 0, maximum: 50_000_000_000 }
        """
    static let passing: RuleExample = """
        fields:
          count: { type: int64, minimum: 0, maximum: 50_000_000_000 }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values where !value.constraintLocations.isEmpty {
            guard let type = context.resolved(value.type) else { continue }
            let rules = value.constraints
            for (key, bound) in [
                ("minimum", rules.minimum), ("maximum", rules.maximum), ("exclusive_minimum", rules.exclusiveMinimum),
                ("exclusive_maximum", rules.exclusiveMaximum), ("multiple_of", rules.multipleOf),
            ] {
                guard let bound, let limit = violated(bound, type) else { continue }
                report(at: value.place(of: key), "`\(key)` of the type \(type.word) must be \(limit), not \(bound)")
            }
        }
    }

    /// What the bounds of a type must be, where one is not so.
    private static func violated(_ bound: String, _ type: FieldType) -> String? {
        switch type {
        case .int32: return Int32(bound) == nil ? "a whole number from \(Int32.min) to \(Int32.max)" : nil
        case .int64: return Int64(bound) == nil ? "a whole number from \(Int64.min) to \(Int64.max)" : nil
        case .uint64: return UInt64(bound) == nil ? "a whole number from 0 to \(UInt64.max)" : nil
        case .uint256: return TextFormat.isUInt256(bound) ? nil : "a whole number from 0 to 2^256-1"
        case .double: return Double(bound)?.isFinite ?? false ? nil : "a finite number"
        default: return nil
        }
    }
}
