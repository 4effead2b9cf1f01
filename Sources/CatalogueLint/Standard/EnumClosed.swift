import EventCatalogue

/// Enums can grow.
enum EnumClosed: StandardRule {
    static let id: RuleID = "ENUM_CLOSED"
    static let severity = Diagnostic.Severity.warning
    static let summary = """
        An enum is `open: true`, so that readers keep values that they do not know: to add a value to a closed one breaks every \
        reader that is deployed.
        """
    static let failing: RuleExample = """
        types:
          Size: { type: enum, values: [small, large] }
        """
    static let passing: RuleExample = """
        types:
          Size: { type: enum, open: true, values: [small, large] }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for value in context.values {
            guard case .enumeration(let enumeration) = value.type, !enumeration.isOpen else { continue }
            report(
                at: value.location,
                "a new value of this closed enum would break its readers; write `open: true`, or ignore this rule here "
                    + "where no value can ever be added")
        }
    }
}
