import EventCatalogue
import Testing
import YAMLReader

@Suite("checking invariants")
struct InvariantCheckTests {
    /// A catalogue whose one event has this rule as its invariant, in line 30, and these examples.
    private static func read(_ rule: String, examples: String = "{}") -> CatalogueReading {
        CatalogueReader.read([
            CatalogueSource(
                path: "i",
                text: """
                    catalogue: 1
                    id: com.example
                    streams: { s: {} }
                    types:
                      Colour: { type: enum, open: true, values: [red, green] }
                      Side: { type: enum, values: [left, right] }
                      Line: { type: object, fields: { count: int32, name: string, price: { type: decimal, presence: optional } } }
                    events:
                      order_placed:
                        version: 1.0.0
                        stream: s
                        fields:
                          count: int32
                          ratio: double
                          price: { type: decimal, presence: optional }
                          name: { type: string, presence: optional }
                          colour: { type: Colour, presence: optional }
                          side: { type: Side, presence: optional }
                          "on": { type: bool, default: true }
                          day: { type: date, presence: optional }
                          at: { type: timestamp, presence: optional }
                          wait: { type: duration, presence: optional }
                          data: { type: bytes, presence: optional }
                          any: { type: json, presence: optional }
                          line: { type: Line, presence: optional }
                          lines: { type: array, items: Line, presence: optional }
                          tags: { type: map, values: string, presence: optional }
                          pay: { type: union, discriminator: kind, presence: optional, cases: { card: { fields: { number: string } } } }
                        invariants:
                          - name: rule
                            description: It is so.
                            rule: \(CatalogueValue.string(rule).json)
                        examples: \(examples)
                    """)
        ])
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let rule: String
        let column: Int
        let says: String

        init(_ rule: String, at column: Int, _ says: String) {
            self.rule = rule
            self.column = column
            self.says = says
        }

        var testDescription: String { rule }
    }

    static let faults = [
        // Words.
        Fault("count = 1", at: 7, "write `==`"),
        Fault("on & on", at: 4, "write `&&`"),
        Fault("on | on", at: 4, "write `||`"),
        Fault("on and on", at: 4, "write `&&`"),
        Fault("on OR on", at: 4, "write `||`"),
        Fault("name == 'x", at: 9, "must end with the quote"),
        Fault("name == 'x\\q'", at: 11, "after a backslash"),
        Fault("`name == 'x'", at: 1, "backquote"),
        Fault("count > 010", at: 9, "no decimal number"),
        Fault("count > 1x", at: 9, "no decimal number"),
        Fault("count > 1_", at: 10, "`_` may stand only between"),
        Fault("count > 1e999", at: 9, "too large"),
        Fault("count # 1", at: 7, "`#` has no meaning"),
        Fault("name == ü", at: 9, "has no meaning"),
        // Grammar.
        Fault(" ", at: 2, "expected a field"),
        Fault("count >", at: 8, "found the end of the rule"),
        Fault("(count > 1", at: 11, "expected `)`"),
        Fault("on ? on", at: 8, "expected `:`"),
        Fault("count > 1)", at: 10, "found `)`"),
        Fault("1 < count < 3", at: 11, "comparisons do not chain"),
        Fault("count == 1 == on", at: 12, "comparisons do not chain"),
        Fault("name == null", at: 9, "write `has(x)` or `!has(x)`"),
        Fault("line. == 1", at: 7, "expected a field's name"),
        Fault("has(count", at: 10, "expected `)`"),
        // Names.
        Fault("cuont > 1", at: 1, "`order_placed` has no field `cuont`; did you mean `count`?"),
        Fault("line.cuont > 1", at: 6, "`line` has no field `cuont`; did you mean `count`?"),
        Fault("sum(lines.cuont) > 1", at: 11, "an item of `lines` has no field `cuont`; did you mean `count`?"),
        Fault("count.x > 1", at: 7, "only objects have fields"),
        Fault("lines.count > 1", at: 7, "only `sum` looks into arrays"),
        Fault("tags.env == 'x'", at: 6, "its keys are not declared"),
        Fault("pay.kind == 'card'", at: 5, "a rule can only ask `has(pay)`"),
        Fault(
            "siez(name) > 1", at: 1, "there is no function `siez`; there are size, sum and has; did you mean `size`?"),
        Fault("size(name, name) > 1", at: 1, "`size` is of one field"),
        Fault("size() > 1", at: 1, "`size` is of one field"),
        Fault("size('x') == count", at: 1, "`size` is of one field"),
        // Types.
        Fault("count", at: 1, "a rule must be a bool, e.g. a comparison; this is a whole number"),
        Fault("count && on", at: 1, "what stands before `&&` must be a bool"),
        Fault("on || name", at: 7, "what stands after `||` must be a bool"),
        Fault("!count", at: 2, "what `!` turns round must be a bool"),
        Fault("count ? on : on", at: 1, "what stands before `?` must be a bool"),
        Fault("on ? count : name", at: 4, "a whole number and a text cannot be the two values of one `?`"),
        Fault("count == name", at: 7, "a whole number and a text cannot be compared"),
        Fault("count == '1'", at: 7, "write the number without quotes"),
        Fault("on == 'true'", at: 4, "written without quotes"),
        Fault("on < on", at: 4, "a bool has no order"),
        Fault("name < 'x'", at: 6, "a text has no order"),
        Fault("side > 'left'", at: 6, "an enum has no order"),
        Fault("name + 'x' == 'y'", at: 1, "`+` needs numbers, not a text"),
        Fault("-name == 'y'", at: 1, "`-` needs a number, not a text"),
        Fault("colour == 'gren'", at: 11, "the enum lists no `gren`; it lists red, green; did you mean `green`?"),
        Fault("'up' != side", at: 1, "the enum lists no `up`; it lists left, right"),
        Fault("colour == side", at: 8, "no value in common"),
        Fault("day == '2027-13-01'", at: 8, "a date is written '2027-06-30'"),
        Fault("at < '2027-06-30'", at: 6, "a timestamp is written '2027-06-30T12:00:00Z'"),
        Fault("at < day", at: 4, "depends on the time zone"),
        Fault("price > ratio", at: 7, "a double is not exact"),
        Fault("price / 2 > 1", at: 7, "cannot be divided without rounding"),
        Fault("price > 1e2", at: 9, "has no exponent"),
        Fault("wait == 'PT1S'", at: 1, "`wait` is a duration; a rule can only ask whether it is there: `has(wait)`"),
        Fault("data == 'AA=='", at: 1, "`data` is bytes; write `size(data)`"),
        Fault("any == 1", at: 1, "`has(any)`"),
        Fault("line == line", at: 1, "`line` is an object; write which of its fields, e.g. `line.count`"),
        Fault("lines == lines", at: 1, "write `size(lines)` or `sum(lines)`"),
        Fault("size(count) > 1", at: 6, "`size` is of a text, bytes, an array or a map; this is a whole number"),
        Fault("sum(count) > 1", at: 5, "`sum` is over an array"),
        Fault("sum(lines) > 1", at: 5, "`sum` adds numbers; `lines` gives an object"),
        Fault("sum(lines.name) > 1", at: 11, "`sum` adds numbers; `name` gives a text"),
        Fault("1 < 2", at: 1, "the rule names no field"),
    ]

    @Test("a rule that cannot be understood is refused with its place and what to do", arguments: faults)
    func refused(fault: Fault) {
        let diagnostics = Self.read(fault.rule).diagnostics
        #expect(diagnostics.map(\.rule.rawValue) == ["EXPRESSION_TYPECHECKS"])
        let text = diagnostics.map(\.description).joined()
        #expect(text.hasPrefix("i:32:15: error: the rule of `rule` is refused: "), "\(text)")
        #expect(text.contains(fault.says), "\(text)")
        #expect(text.contains("(at column \(fault.column) of the rule)"), "\(text)")
    }

    @Test(
        "what the language can say is taken",
        arguments: [
            "count >= 1 && ratio < 0.5 || !on", "on ? count > 1 : ratio > 1", "colour == 'red' && side != 'left'",
            "size(name) <= 3 && size(data) < 10 && size(tags) == 0 && size(lines) % 2 == 0",
            "sum(lines.count) == count && sum(lines.price) <= price * 2", "has(pay) != has(any) && has(wait)",
            "day > '2027-06-30' && at <= \"2027-06-30T12:00:00+02:00\"", "line.price - 0.01 > -1", "`count` == - 1",
            "(on ? 'red' : colour) == 'green'",
        ])
    func taken(rule: String) {
        #expect(Self.read(rule).diagnostics.map(\.description) == [])
    }

    @Test("an example that breaks an invariant is refused, in words that show the rule and no value of the payload")
    func examples() {
        let rule = "name == 'x' ? count <= ratio : count >= ratio"
        let reading = Self.read(
            rule,
            examples: """
                { good: { count: 3, ratio: 3, name: y }, bad: { count: 77, ratio: 0.25, name: x }, unknown: { count: 1, ratio: 2 } }
                """)
        let place = "the example `bad` does not fit: the invariant `rule` does not hold: It is so. (\(rule))"
        #expect(
            reading.diagnostics.map { "\($0.location.line) \($0.rule.rawValue) \($0.message)" } == [
                "33 EXAMPLE_VALID \(place)"
            ])
    }

    @Test("an invariant is looked at only where everything else is right")
    func afterTheRest() throws {
        let catalogue = try Self.read("count >= ratio").valid()
        let event = try #require(catalogue.event(named: "order_placed"))
        let checker = PayloadChecker(catalogue)
        func rules(_ members: [CatalogueValue.Member]) -> [PayloadViolation.Rule] {
            checker.violations(of: .object(members), in: event).map(\.rule)
        }
        let count = CatalogueValue.Member("count", .number("1"))
        #expect(rules([count, CatalogueValue.Member("ratio", .number("2.5"))]) == [.invariant])
        #expect(rules([count, CatalogueValue.Member("ratio", .string("2.5"))]) == [.type])
        #expect(rules([count, CatalogueValue.Member("ratio", .number("1.0"))]) == [])
    }
}
