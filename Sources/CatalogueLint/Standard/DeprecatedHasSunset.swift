import EventCatalogue
import YAMLReader

/// What goes says when.
enum DeprecatedHasSunset: StandardRule {
    static let id: RuleID = "DEPRECATED_HAS_SUNSET"
    static let summary = """
        What is `deprecated` has a `sunset`, the date from which it may be gone: without one nobody ever moves. An event whose \
        `status` is `deprecated` says so with `deprecated`.
        """
    static let failing: RuleExample = """
        fields:
          note: { type: string, max_length: 99, presence: optional, deprecated: { reason: nobody reads it } }
        """
    static let passing: RuleExample = """
        fields:
          note: { type: string, max_length: 99, presence: optional, deprecated: { sunset: 2028-01-01 } }
        """

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for event in context.catalogue.events {
            if event.status == .deprecated, event.deprecation == nil {
                report(
                    at: event.location,
                    "the event `\(event.name)` is deprecated; say from when it may be gone: deprecated: { sunset: 2028-01-01 }"
                )
            }
            check(event.deprecation, "the event `\(event.name)`", event.location, report)
        }
        for type in context.catalogue.types {
            check(type.deprecation, "the type `\(type.name)`", type.location, report)
        }
        for field in context.fields { check(field.deprecation, "the field `\(field.name)`", field.location, report) }
        for value in context.values {
            guard case .enumeration(let enumeration) = value.type else { continue }
            for item in enumeration.values {
                check(item.deprecation, "the value `\(item.name)`", item.location, report)
            }
        }
    }

    private static func check(
        _ deprecation: Deprecation?, _ subject: String, _ location: SourceLocation, _ report: RuleReport
    ) {
        guard let deprecation else { return }
        guard let sunset = deprecation.sunset else {
            return report(at: location, "\(subject) is deprecated; say from when it may be gone: `sunset: 2028-01-01`")
        }
        if CalendarDate(sunset) == nil {
            report(at: location, "the `sunset` of \(subject) must be a date, YYYY-MM-DD")
        }
    }
}
