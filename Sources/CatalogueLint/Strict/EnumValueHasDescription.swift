import EventCatalogue

/// A value of an enum says what it means.
enum EnumValueHasDescription: StrictRule {
    static let id: RuleID = "ENUM_VALUE_HAS_DESCRIPTION"
    static let summary = "A value of an enum, or a case of a union, has a `description`."
    static let failing: RuleExample = """
        types:
          Size: { type: enum, open: true, values: [small, large] }
        """
    static let passing: RuleExample = """
        types:
          Size:
            type: enum
            open: true
            values: { small: { description: Fits a letterbox. }, large: { description: Does not. } }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values {
            switch value.type {
            case .enumeration(let enumeration):
                for item in enumeration.values where item.description == nil {
                    report(at: item.location, "the value `\(item.name)` needs a `description`: { description: … }")
                }
            case .union(let union):
                for unionCase in union.cases where unionCase.description == nil {
                    report(at: unionCase.location, "the case `\(unionCase.name)` needs a `description`")
                }
            default: break
            }
        }
    }
}
