/// An alias means one event.
enum AliasUnique: CheckedRule {
    static let id: RuleID = "ALIAS_UNIQUE"
    static let summary = "An alias is not the name or an alias of another event, nor the event's own name."
    static let failing: RuleExample = """
        aliases: [order_created, order_placed]
        """
    static let passing: RuleExample = """
        aliases: [order_created]
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        var owners: [String: Reference] = [:]
        for event in context.catalogue.events where owners[event.name] == nil {
            owners[event.name] = Reference(name: event.name, location: event.location)
        }
        for event in context.catalogue.events {
            for alias in event.aliases {
                if let owner = owners[alias.name] {
                    report(
                        at: alias.location,
                        "`\(alias.name)` already means the event `\(owner.name)` (\(owner.location))")
                } else {
                    owners[alias.name] = Reference(name: event.name, location: event.location)
                }
            }
        }
    }
}
