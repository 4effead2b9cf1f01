/// The keys that a place needs are there.
enum RequiredKey: CatalogueRule {
    static let id: RuleID = "REQUIRED_KEY"
    static let summary = """
        A place has the keys that it cannot do without; a route has exactly one of `list` and `channel`.
        """
    static let failing: RuleExample = """
        types:
          Skus: { type: array, max_items: 10 }
        """
    static let passing: RuleExample = """
        types:
          Skus: { type: array, items: string, max_items: 10 }
        """
}
