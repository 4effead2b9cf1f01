import EventCatalogue

/// An ignore ignores something.
enum IgnoreUnused: CatalogueRule {
    static let id: RuleID = "IGNORE_UNUSED"
    static let severity = Diagnostic.Severity.warning
    static let summary = "What an `ignore` leads to breaks the rule; otherwise the entry is of no more use."
    static let failing: RuleExample = """
        ignore:
          - { rule: RETENTION_SET, path: streams.orders, reason: Moves in spring., until: 2999-06-30 }
        streams:
          orders: { retention: { max_age: 90d } }
        """
    static let passing: RuleExample = """
        ignore:
          - { rule: RETENTION_SET, path: streams.orders, reason: Moves in spring., until: 2999-06-30 }
        streams:
          orders: {}
        """
}
