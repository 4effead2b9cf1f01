import EventCatalogue

/// An ignore ends.
enum IgnoreExpired: CatalogueRule {
    static let id: RuleID = "IGNORE_EXPIRED"
    static let summary = """
        The last day (`until`) of an `ignore` is not over. Mend what was ignored, or give a new date with a reason that still \
        holds.
        """
    static let failing: RuleExample = """
        ignore:
          - { rule: RETENTION_SET, path: streams.orders, reason: Moves in spring., until: 2020-06-30 }
        streams:
          orders: {}
        """
    static let passing: RuleExample = """
        ignore:
          - { rule: RETENTION_SET, path: streams.orders, reason: Moves in spring., until: 2999-06-30 }
        streams:
          orders: {}
        """
}
