import EventCatalogue

/// Keys hold nothing that must not be seen.
enum SensitiveInKey: StandardRule {
    static let id: RuleID = "SENSITIVE_IN_KEY"
    static let summary = """
        `aggregate.id` and `idempotency_key` name no field that is personal (`pii: true`), confidential or restricted: keys \
        stand in names of Redis keys, in logs and in metrics, and outlive the event.
        """
    static let failing: RuleExample = """
        aggregate: { type: customer, id: "{email}" }
        idempotency_key: "{email}/{order_id}"
        fields:
          email: { type: string, max_length: 254, pii: true }
        """
    static let passing: RuleExample = """
        aggregate: { type: customer, id: "{customer_id}" }
        idempotency_key: "{customer_id}/{order_id}"
        fields:
          customer_id: { type: string, max_length: 64 }
          email: { type: string, max_length: 254, pii: true }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events {
            for (template, subject) in event.keyTemplates {
                for name in template.fields {
                    guard let field = event.field(named: name), context.isSensitive(field.value) else { continue }
                    report(
                        at: template.location,
                        "\(subject) holds `\(name)`, which not everybody may see; use an id that means nothing to others"
                    )
                }
            }
        }
    }
}
