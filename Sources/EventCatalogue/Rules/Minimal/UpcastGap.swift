/// Payloads of every older major version become those of this one.
enum UpcastGap: CheckedRule {
    static let id: RuleID = "UPCAST_GAP"
    static let summary = """
        `upcasts` has steps to each major version from the first that it names to the event's own, and to none after it.
        """
    static let failing: RuleExample = """
        version: 3.0.0
        upcasts:
          2: [{ rename: { from: number, to: order_id } }]
        """
    static let passing: RuleExample = """
        version: 3.0.0
        upcasts:
          2: [{ rename: { from: number, to: order_id } }]
          3: []
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events where !event.upcasts.isEmpty { checkMajors(event, report) }
    }

    private static func checkMajors(_ event: EventDefinition, _ report: RuleReport) {
        let last = event.version.major
        let majors = Set(event.upcasts.map(\.major))
        for upcast in event.upcasts where upcast.major > last {
            report(
                at: upcast.location,
                "the steps lead to version \(upcast.major), but `\(event.name)` has version \(event.version); raise its "
                    + "version, or take the steps out")
        }
        guard let first = majors.min(), first < last else { return }
        for major in first...last where !majors.contains(major) {
            report(
                at: event.location,
                "`upcasts` of `\(event.name)` has no steps to version \(major), so older payloads cannot become "
                    + "\(event.version); add `\(major): []` where nothing need be done")
        }
    }
}
