import EventCatalogue

/// An ignore names a rule that can be ignored.
enum IgnoreRuleKnown: CatalogueRule {
    static let id: RuleID = "IGNORE_RULE_KNOWN"
    static let summary = """
        The `rule` of an `ignore` exists, and is not of the category minimal: without those rules a catalogue cannot be read \
        or generated from.
        """
    static let failing: RuleExample = """
        ignore:
          - { rule: RETENTION_STE, path: streams.orders, reason: Moves in spring., until: 2999-06-30 }
        """
    static let passing: RuleExample = """
        ignore:
          - { rule: RETENTION_SET, path: streams.orders, reason: Moves in spring., until: 2999-06-30 }
        streams:
          orders: {}
        """
}
