/// A name that was a field once does not come back as another.
enum ReservedNameUsed: CheckedRule {
    static let id: RuleID = "RESERVED_NAME_USED"
    static let summary = "No field has a name that `reserved` lists: stored events still hold the old field under it."
    static let failing: RuleExample = """
        reserved: [price]
        fields:
          price: { type: decimal }
        """
    static let passing: RuleExample = """
        reserved: [price]
        fields:
          net_price: { type: decimal }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events {
            for reserved in event.reserved {
                guard let field = event.field(named: reserved.name) else { continue }
                report(
                    at: field.location,
                    "`\(field.name)` was a field once and is reserved (\(reserved.location)); take another name")
            }
        }
    }
}
