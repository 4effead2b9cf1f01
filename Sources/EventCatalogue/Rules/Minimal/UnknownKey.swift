/// Every key is one that its place knows.
enum UnknownKey: CatalogueRule {
    static let id: RuleID = "UNKNOWN_KEY"
    static let summary =
        "A place has only the keys that the format gives it; a mistyped one would otherwise go unnoticed."
    static let failing: RuleExample = """
        types:
          Sku: { type: string, max_lenght: 32 }
        """
    static let passing: RuleExample = """
        types:
          Sku: { type: string, max_length: 32 }
        """
}
