import EventCatalogue

/// An event says what it is about.
enum AggregateSet: StandardRule {
    static let id: RuleID = "AGGREGATE_SET"
    static let summary = """
        An event has an `aggregate`, the thing that it is about: without one all events of the type are about one thing, and \
        are handled one after another.
        """
    static let failing: RuleExample = """
        events:
          order_placed:
            version: 1.0.0
            stream: orders
            fields: { order_id: string }
        """
    static let passing: RuleExample = """
        aggregate: { type: order, id: "{order_id}" }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        let partitioned = context.partitionedStreams
        for event in context.catalogue.events
        where event.aggregate == nil && !partitioned.contains(event.stream.name) {
            report(
                at: event.location,
                "the event `\(event.name)` needs an `aggregate: { type, id }` that says what it is about")
        }
    }
}

extension RuleContext {
    /// The streams that have more than one partition.
    var partitionedStreams: Set<String> {
        Set(catalogue.streams.filter { $0.partitions > 1 }.map(\.name))
    }
}
