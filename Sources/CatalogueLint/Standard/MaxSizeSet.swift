import EventCatalogue

/// It is known how large an event gets.
enum MaxSizeSet: StandardRule {
    static let id: RuleID = "MAX_SIZE_SET"
    static let summary = """
        An event has a `max_size` of at most 1 MiB, the largest message that SQS takes. Something larger belongs in a store, \
        and its address in the event.
        """
    static let failing: RuleExample = """
        max_size: 2MiB
        """
    static let passing: RuleExample = """
        max_size: 64KiB
        """

    private static let most = 1_048_576

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events {
            guard let size = event.maxSize else {
                report(at: event.location, "the event `\(event.name)` needs a `max_size`, e.g. 64KiB")
                continue
            }
            guard size > most else { continue }
            report(
                at: event.location,
                "the `max_size` of `\(event.name)` is above 1MiB, the largest message that SQS takes; put large things in a "
                    + "store and their address in the event")
        }
    }
}
