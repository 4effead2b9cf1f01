/// Settings of streams and windows make sense.
enum StreamSettings: CheckedRule {
    static let id: RuleID = "STREAM_SETTINGS"
    static let summary = """
        `max_age`, `max_lag`, `ack_timeout` and the `window` of an idempotency key are above 0, and the `factor` of a back-off \
        is at least 1.
        """
    static let failing: RuleExample = """
        streams:
          orders: { retention: { max_age: 0d } }
        """
    static let passing: RuleExample = """
        streams:
          orders: { retention: { max_age: 90d } }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for stream in context.catalogue.streams {
            if let age = stream.retention.maxAge, age <= .zero {
                report(at: stream.location, "`max_age` of `\(stream.name)` must be above 0")
            }
            for group in stream.groups {
                guard let lag = group.maxLag, lag <= .zero else { continue }
                report(at: group.location, "`max_lag` of `\(group.name)` must be above 0")
            }
            if stream.delivery.ackTimeout <= .zero {
                report(at: stream.location, "`ack_timeout` of `\(stream.name)` must be above 0")
            }
        }
        for key in context.catalogue.events.compactMap(\.idempotencyKey) where key.window <= .zero {
            report(at: key.location, "the idempotency key's `window` must be above 0")
        }
    }
}
