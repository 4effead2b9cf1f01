import EventCatalogue

/// Events of a stream with several partitions are spread over them.
enum PartitionKeySet: StandardRule {
    static let id: RuleID = "PARTITION_KEY_SET"
    static let summary = """
        An event of a stream with more than one partition has an `aggregate`, whose id decides the partition: without one all \
        events of the type go to a single partition, whatever the others do.
        """
    static let failing: RuleExample = """
        streams:
          orders: { partitions: 8, retention: { max_age: 90d } }
        events:
          order_placed:
            version: 1.0.0
            stream: orders
            fields: { order_id: string }
        """
    static let passing: RuleExample = """
        streams:
          orders: { partitions: 8, retention: { max_age: 90d } }
        events:
          order_placed:
            version: 1.0.0
            stream: orders
            aggregate: { type: order, id: "{order_id}" }
            fields: { order_id: string }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        let partitioned = context.partitionedStreams
        for event in context.catalogue.events
        where event.aggregate == nil && partitioned.contains(event.stream.name) {
            report(
                at: event.location,
                "the event `\(event.name)` needs an `aggregate: { type, id }`: its id decides which of the partitions of "
                    + "`\(event.stream.name)` an event goes to")
        }
    }
}
