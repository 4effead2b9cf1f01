import EventCatalogue

/// Consumers say what they need.
enum ConsumerReadsDeclared: StandardRule {
    static let id: RuleID = "CONSUMER_READS_DECLARED"
    static let summary = """
        A consumer says in `reads` which fields it needs: only then can it be told who a change breaks.
        """
    static let failing: RuleExample = """
        consumers: [ledger]
        """
    static let passing: RuleExample = """
        consumers: [{ service: ledger, reads: [order_id] }]
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events {
            for consumer in event.consumers where consumer.reads.isEmpty {
                let service = consumer.service.name
                report(
                    at: consumer.location,
                    "say which fields `\(service)` needs: { service: \(service), reads: [a, b] }")
            }
        }
    }
}
