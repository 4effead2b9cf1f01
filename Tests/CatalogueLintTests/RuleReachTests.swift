import CatalogueLint
import EventCatalogue
import Testing
import YAMLReader

@Suite("how far rules look")
struct RuleReachTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var rule: RuleID
        var fields: String
        /// What the message names; `nil` where nothing is wrong.
        var names: String?
        var testDescription: String { "\(rule.rawValue) \(fields)" }

        init(_ rule: RuleID, _ fields: String, names: String?) {
            self.rule = rule
            self.fields = fields
            self.names = names
        }
    }

    static let cases = [
        Case(
            "ALL_EVENTS_CLASSIFIED",
            "{ p: { type: object, fields: { email: { type: string, sensitivity: restricted } } } }",
            names: "p.email"),
        Case(
            "ALL_EVENTS_CLASSIFIED", "{ l: { type: array, items: { type: string, sensitivity: internal } } }",
            names: "l[]"),
        Case("ALL_EVENTS_CLASSIFIED", "{ people: { type: array, items: Person } }", names: "people[].secret"),
        Case(
            "ALL_EVENTS_CLASSIFIED", "{ m: { type: map, values: { type: string, sensitivity: public } } }", names: nil),
        Case("FLOAT_FOR_MONEY", "{ parts: { type: array, items: { type: double, unit: EUR } } }", names: "parts"),
        Case("FLOAT_FOR_MONEY", "{ prices: { type: map, values: { type: array, items: double } } }", names: "prices"),
        Case("FLOAT_FOR_MONEY", "{ parts: { type: array, items: { type: decimal, unit: EUR } } }", names: nil),
        Case("NUMBER_HAS_UNIT", "{ weights: { type: array, items: double } }", names: "weights"),
        Case("NUMBER_HAS_UNIT", "{ weights: { type: map, values: { type: double, unit: kg } } }", names: nil),
        Case("NUMBER_HAS_UNIT", "{ parcel_counts: { type: array, items: int32 } }", names: nil),
        Case("STRING_HAS_MAX_LENGTH", #"{ a: { type: string, pattern: "^USD\\$" } }"#, names: "string"),
        Case("STRING_HAS_MAX_LENGTH", #"{ a: { type: string, pattern: "^a|b$" } }"#, names: "string"),
        Case("STRING_HAS_MAX_LENGTH", #"{ a: { type: string, pattern: "^a[+*]{2}$|^b?$" } }"#, names: nil),
        Case("INTEGER_EXCEEDS_2_53", "{ a: { type: uint64, exclusive_maximum: 9_007_199_254_740_992 } }", names: nil),
        Case(
            "INTEGER_EXCEEDS_2_53",
            "{ a: { type: int64, exclusive_minimum: -9_007_199_254_740_992, maximum: 5 } }", names: nil),
        Case(
            "INTEGER_EXCEEDS_2_53", "{ a: { type: uint64, exclusive_maximum: 9_007_199_254_740_993 } }",
            names: "maximum"),
    ]

    @Test("a rule finds what it is about wherever that stands, and nothing besides", arguments: cases)
    func reach(testCase: Case) throws {
        let text = """
            catalogue: 1
            id: com.example.shop
            streams: { orders: {} }
            types:
              Person: { type: object, fields: { secret: { type: string, sensitivity: confidential }, next: { type: Person, presence: optional } } }
            events:
              order_placed: { version: 1.0.0, stream: orders, sensitivity: public, fields: \(testCase.fields) }
            """
        let today = try #require(CalendarDate("2027-01-01"))
        let reading = CatalogueReader.read([CatalogueSource(path: "s", text: text)])
        let all = CatalogueLint(level: .strict, today: today).check(reading)
        // Of the type beside the event other rules have something to say.
        let found = all.filter { $0.rule == testCase.rule && $0.location.line > 5 }
        #expect(found.count == (testCase.names == nil ? 0 : 1), "\(all.map(\.description))")
        if let names = testCase.names { #expect(found.first?.message.contains(names) == true, "\(found)") }
    }
}
