/// Equal idempotency keys belong to one aggregate.
enum IdempotencyKeyCoversAggregate: CheckedRule {
    static let id: RuleID = "IDEMPOTENCY_KEY_COVERS_AGGREGATE"
    static let summary = """
        The idempotency key names every field that `aggregate.id` names: otherwise events of two aggregates, in two \
        partitions, could have one key.
        """
    static let failing: RuleExample = """
        idempotency_key: "{payment_id}"
        fields:
          payment_id: string
        """
    static let passing: RuleExample = """
        idempotency_key: "{order_id}/{payment_id}"
        fields:
          payment_id: string
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events {
            guard let key = event.idempotencyKey else { continue }
            let covered = Set(key.template.fields)
            for field in event.aggregate?.id.fields ?? [] where !covered.contains(field) {
                report(
                    at: key.template.location,
                    "the idempotency key must contain `{\(field)}` as aggregate.id does: otherwise two aggregates can "
                        + "have the same key in different partitions")
            }
        }
    }
}
