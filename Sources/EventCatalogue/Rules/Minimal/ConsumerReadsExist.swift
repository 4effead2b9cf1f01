/// Consumers read fields that there are.
enum ConsumerReadsExist: CheckedRule {
    static let id: RuleID = "CONSUMER_READS_EXIST"
    static let summary = "`reads` names fields that the event has; dots lead into objects."
    static let failing: RuleExample = """
        consumers: [{ service: ledger, reads: [order_id, total] }]
        """
    static let passing: RuleExample = """
        consumers: [{ service: ledger, reads: [order_id] }]
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        let paths = FieldPaths(types: context.types)
        for event in context.catalogue.events {
            for consumer in event.consumers {
                for read in consumer.reads where !paths.exists(read.name, in: event.fields) {
                    let meant = Suggestion.phrase(for: read.name, among: event.fields.map(\.name))
                    report(
                        at: read.location,
                        "`\(consumer.service.name)` reads `\(read.name)`, which `\(event.name)` does not have\(meant)")
                }
            }
        }
    }
}
