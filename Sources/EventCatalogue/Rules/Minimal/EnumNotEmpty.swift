/// An enum has values, a union has cases.
enum EnumNotEmpty: CheckedRule {
    static let id: RuleID = "ENUM_NOT_EMPTY"
    static let summary =
        "An enum lists at least one value, a union at least one case: otherwise nothing could be written."
    static let failing: RuleExample = """
        types:
          Size: { type: enum, values: [] }
        """
    static let passing: RuleExample = """
        types:
          Size: { type: enum, values: [small, large] }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values {
            switch value.type {
            case .enumeration(let enumeration) where enumeration.values.isEmpty:
                report(at: value.location, "an enum needs at least one value")
            case .union(let union) where union.cases.isEmpty:
                report(at: value.location, "a union needs at least one case")
            default: break
            }
        }
    }
}
