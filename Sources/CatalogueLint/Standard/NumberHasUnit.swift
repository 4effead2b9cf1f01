import EventCatalogue

/// A number says of what.
enum NumberHasUnit: StandardRule {
    static let id: RuleID = "NUMBER_HAS_UNIT"
    static let severity = Diagnostic.Severity.warning
    static let summary = """
        A number, also one in an array or a map, has a `unit`, its own or its type's. Numbers that count or number something have none (`count`, `number`, \
        `index`, `version`, …), and a name may say it (`…_seconds`, `…_bytes`, `…_percent`, …).
        """
    static let failing: RuleExample = """
        fields:
          weight: { type: double }
        """
    static let passing: RuleExample = """
        fields:
          weight: { type: double, unit: kg }
          parcel_count: { type: int32 }
          wait_seconds: { type: int32 }
        """

    /// Last words of numbers that count or number something.
    private static let unitless: Set<String> = [
        "attempt", "attempts", "code", "count", "id", "index", "level", "nonce", "number", "offset", "page",
        "port", "position", "priority", "quantity", "rank", "retries", "score", "sequence", "step", "version", "year",
    ]

    /// Last words that are a unit.
    private static let units: Set<String> = [
        "bytes", "cents", "celsius", "days", "degrees", "eur", "gas", "hours", "hz", "kb", "kg", "kib", "km", "kwh",
        "mb",
        "meters", "metres", "mib", "microseconds", "milliseconds", "minutes", "mm", "ms", "nanoseconds", "ns",
        "percent",
        "percentage", "pixels", "ratio", "seconds", "tokens", "us", "usd", "watts", "weeks", "wei",
    ]

    static func check(_ context: RuleContext, _ report: RuleReport) {
        for field in context.fields {
            let layers = context.layers(of: field.value)
            switch layers.last.flatMap({ context.resolved($0.type) }) {
            case .int32, .int64, .uint64, .uint256, .decimal, .double: break
            default: continue
            }
            let last = NameWords.lastWords(of: field.name, isPlural: layers.count > 1)
            guard unitless.union(units).isDisjoint(with: last),
                layers.allSatisfy({ context.said(of: $0, \.unit) == nil })
            else { continue }
            report(at: field.location, "the number `\(field.name)` needs a `unit`, e.g. `unit: seconds`")
        }
    }
}
