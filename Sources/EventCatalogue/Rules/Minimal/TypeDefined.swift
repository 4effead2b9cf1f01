/// Named types exist.
enum TypeDefined: CheckedRule {
    static let id: RuleID = "TYPE_DEFINED"
    static let summary = "A type is one that every catalogue has, or stands in `types`."
    static let failing: RuleExample = """
        fields:
          price: { type: Money }
        """
    static let passing: RuleExample = """
        fields:
          price: { type: decimal }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values {
            guard case .named(let name) = value.type, context.types[name] == nil else { continue }
            let known = context.catalogue.types.map(\.name) + ValueParser.words
            let meant = Suggestion.phrase(for: name, among: known)
            report(at: value.typeLocation, "there is no type `\(name)`\(meant)")
        }
    }
}
