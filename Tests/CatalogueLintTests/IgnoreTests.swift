import CatalogueLint
import EventCatalogue
import Testing
import YAMLReader

@Suite("ignoring a rule")
struct IgnoreTests {
    /// A catalogue that breaks, of the rules looked at, EVENT_HAS_EXAMPLE at both events and OPTIONAL_BOOLEAN at a field.
    private static func text(_ ignore: String) -> String {
        """
        catalogue: 1
        id: com.example.shop
        ignore: [\(ignore)]
        streams: { orders: {} }
        events:
          order_placed:
            version: 1.0.0
            stream: orders
            fields:
              order.id: string
              gift: { type: bool, presence: optional }
            consumers: [a, b]
          order_sent: { version: 1.0.0, stream: orders, fields: { id: string } }
        services: { a: {}, b: {} }
        """
    }

    private static let looked: Set<RuleID> = [
        "EVENT_HAS_EXAMPLE", "OPTIONAL_BOOLEAN", "CONSUMER_READS_DECLARED", "IGNORE_EXPIRED", "IGNORE_UNUSED",
        "IGNORE_RULE_KNOWN", "REFERENCE_EXISTS", "REQUIRED_KEY", "VALUE_EXPECTED",
    ]

    private func found(
        _ ignore: String, today: String = "2027-06-30", level: RuleCategory = .standard, elsewhere: Set<RuleID> = []
    ) throws -> [Diagnostic] {
        let day = try #require(CalendarDate(today))
        let reading = CatalogueReader.read([CatalogueSource(path: "s", text: Self.text(ignore))])
        return CatalogueLint(level: level, today: day, elsewhere: elsewhere).check(reading)
            .filter { Self.looked.contains($0.rule) }
    }

    private func places(_ ignore: String, today: String = "2027-06-30") throws -> [String] {
        try found(ignore, today: today).map { "\($0.rule) \($0.location.line)" }
    }

    private static let all = [
        "EVENT_HAS_EXAMPLE 6", "OPTIONAL_BOOLEAN 11", "CONSUMER_READS_DECLARED 12", "CONSUMER_READS_DECLARED 12",
        "EVENT_HAS_EXAMPLE 13",
    ]

    struct Case: Sendable, CustomTestStringConvertible {
        let rule: String
        let path: String
        let gone: [Int]
        var testDescription: String { "\(rule) \(path)" }
    }

    @Test("without an ignore everything is reported")
    func nothing() throws { #expect(try places("") == Self.all) }

    @Test(
        "an ignore covers its rule at what its path leads to and below, and nothing else",
        arguments: [
            Case(rule: "EVENT_HAS_EXAMPLE", path: "events.order_placed", gone: [0]),
            Case(rule: "EVENT_HAS_EXAMPLE", path: "events.order_sent", gone: [4]),
            Case(rule: "EVENT_HAS_EXAMPLE", path: "events", gone: [0, 4]),
            Case(rule: "OPTIONAL_BOOLEAN", path: "events.order_placed", gone: [1]),
            Case(rule: "OPTIONAL_BOOLEAN", path: "events.order_placed.fields.gift", gone: [1]),
            Case(rule: "CONSUMER_READS_DECLARED", path: "events.order_placed.consumers", gone: [2, 3]),
            Case(rule: "CONSUMER_READS_DECLARED", path: "events.order_placed.consumers.1", gone: [3]),
        ])
    func covers(test: Case) throws {
        let kept = Self.all.enumerated().filter { !test.gone.contains($0.offset) }.map(\.element)
        #expect(try places("{ rule: \(test.rule), path: \(test.path), reason: r, until: 2027-06-30 }") == kept)
    }

    @Test("an ignore that covers nothing is a warning", arguments: ["streams", "events.order_placed.fields.order.id"])
    func unused(path: String) throws {
        let found = try found("{ rule: OPTIONAL_BOOLEAN, path: \(path), reason: r, until: 2028-01-01 }")
        let own = found.filter { $0.rule == "IGNORE_UNUSED" }
        #expect(own.map(\.severity) == [.warning])
        #expect(own.first?.location.line == 3 && found.count == Self.all.count + 1)
    }

    @Test("an ignore of a rule that the level does not apply, or that somebody else applies, is not called unused")
    func notJudged() throws {
        let strict = try found("{ rule: NO_JSON_TYPE, path: events, reason: r, until: 2028-01-01 }")
        #expect(strict.count == Self.all.count)
        let ignore = "{ rule: FIELD_REMOVED_REQUIRED, path: events, reason: r, until: 2028-01-01 }"
        #expect(try found(ignore, elsewhere: ["FIELD_REMOVED_REQUIRED"]).count == Self.all.count)
        #expect(try found(ignore).contains { $0.rule == "IGNORE_RULE_KNOWN" })
    }

    @Test("from the day after its last an ignore is an error, and what it covered is reported again")
    func expired() throws {
        let found = try found(
            "{ rule: EVENT_HAS_EXAMPLE, path: events, reason: Later., until: 2027-06-30 }", today: "2027-07-01")
        #expect(found.count == Self.all.count + 1)
        #expect(found.first?.rule == "IGNORE_EXPIRED" && found.first?.severity == .error)
        #expect(found.first?.message.contains("until 2027-06-30 (Later.)") == true)
    }

    @Test(
        "an ignore that is wrong in itself is an error that says how to mend it",
        arguments: [
            (
                "{ rule: EVENT_HAS_EXAMPEL, path: events, reason: r, until: 2028-01-01 }",
                "did you mean `EVENT_HAS_EXAMPLE`?"
            ),
            ("{ rule: TYPE_DEFINED, path: events, reason: r, until: 2028-01-01 }", "cannot be ignored"),
            ("{ rule: OPTIONAL_BOOLEAN, path: events.order_plcaed, reason: r, until: 2028-01-01 }", "leads to nothing"),
            ("{ rule: OPTIONAL_BOOLEAN, path: events, reason: r }", "needs the key `until`"),
            ("{ rule: OPTIONAL_BOOLEAN, path: events, until: 2028-01-01 }", "needs the key `reason`"),
            ("{ rule: OPTIONAL_BOOLEAN, path: events, reason: r, until: 2028-02-30 }", "YYYY-MM-DD"),
        ])
    func wrong(ignore: String, says: String) throws {
        let found = try found(ignore)
        let errors = found.filter { $0.severity == .error && $0.message.contains(says) }
        #expect(errors.count == 1, "\(found.map(\.description).joined(separator: "\n"))")
    }
}
