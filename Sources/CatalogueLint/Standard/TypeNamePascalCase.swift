import EventCatalogue

/// Names of types are written alike.
enum TypeNamePascalCase: StandardRule {
    static let id: RuleID = "TYPE_NAME_PASCAL_CASE"
    static let summary =
        "The name of a type is words that begin with capitals, without anything between, e.g. `OrderID`."
    static let failing: RuleExample = """
        types:
          stock_unit: { type: string, max_length: 32 }
        """
    static let passing: RuleExample = """
        types:
          StockUnit: { type: string, max_length: 32 }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for type in context.catalogue.types where !NameWords.isPascalCase(type.name) {
            report(
                at: type.location, "the type `\(type.name)` should be called `\(NameWords.pascalCase(type.name))`")
        }
    }
}
