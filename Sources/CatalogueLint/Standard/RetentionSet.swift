import EventCatalogue

/// A stream does not grow for ever.
enum RetentionSet: StandardRule {
    static let id: RuleID = "RETENTION_SET"
    static let summary = "A stream has a `retention` with `max_age` or `max_entries`: memory is bounded."
    static let failing: RuleExample = """
        streams:
          orders: { partitions: 1 }
        """
    static let passing: RuleExample = """
        streams:
          orders: { partitions: 1, retention: { max_age: 90d } }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for stream in context.catalogue.streams
        where stream.retention.maxAge == nil && stream.retention.maxEntries == nil {
            report(
                at: stream.location,
                "the stream `\(stream.name)` grows without end; give it a `retention`, e.g. { max_age: 90d }")
        }
    }
}
