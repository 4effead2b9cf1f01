import EventCatalogue

/// Values of enums are written alike.
enum EnumValueSnakeCase: StandardRule {
    static let id: RuleID = "ENUM_VALUE_SNAKE_CASE"
    static let summary = "A value of an enum, or a case of a union, is lower-case words with one `_` between."
    static let failing: RuleExample = """
        types:
          Payment: { type: enum, open: true, values: [card, BankTransfer] }
        """
    static let passing: RuleExample = """
        types:
          Payment: { type: enum, open: true, values: [card, bank_transfer] }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values {
            switch value.type {
            case .enumeration(let enumeration):
                for item in enumeration.values where !NameWords.isSnakeCase(item.name) {
                    report(at: item.location, message("value", item.name))
                }
            case .union(let union):
                for unionCase in union.cases where !NameWords.isSnakeCase(unionCase.name) {
                    report(at: unionCase.location, message("case", unionCase.name))
                }
            default: break
            }
        }
    }

    private static func message(_ kind: String, _ name: String) -> String {
        "the \(kind) `\(name)` should be `\(NameWords.snakeCase(name))`"
    }
}
