import EventCatalogue
import Testing

@Suite("holding payloads to their event")
struct PayloadCheckerTests {
    private static let catalogue = CatalogueReader.read([
        CatalogueSource(
            path: "p",
            text: """
                catalogue: 1
                id: com.example
                streams: { s: {} }
                types:
                  Sku: { type: string, pattern: "^[A-Z]{2}-[0-9]+$" }
                  ShortSku: { type: Sku, max_length: 4 }
                  Tree: { type: object, fields: { name: string, children: { type: array, items: Tree, presence: optional } } }
                events:
                  e:
                    version: 1.0.0
                    stream: s
                    fields:
                      id: string
                      with_default: { type: int32, default: 3 }
                      text: { type: string, presence: optional, min_length: 2, max_length: 4 }
                      nullable: { type: string, presence: optional, nullable: true }
                      flag: { type: bool, presence: optional }
                      small: { type: int32, presence: optional, minimum: -5, exclusive_maximum: 10 }
                      large: { type: int64, presence: optional }
                      unsigned: { type: uint64, presence: optional, multiple_of: 5 }
                      huge: { type: uint256, presence: optional, minimum: 10 }
                      money: { type: decimal, presence: optional, exclusive_minimum: 0 }
                      step: { type: double, presence: optional, multiple_of: 0.01 }
                      ratio: { type: double, presence: optional, minimum: 0.1, maximum: 1 }
                      data: { type: bytes, presence: optional, max_length: 3 }
                      ref: { type: uuid, presence: optional }
                      link: { type: uri, presence: optional }
                      day: { type: date, presence: optional }
                      at: { type: timestamp, presence: optional }
                      takes: { type: duration, presence: optional }
                      any: { type: json, presence: optional }
                      sku: { type: ShortSku, presence: optional }
                      tree: { type: Tree, presence: optional }
                      list: { type: array, items: { type: string, min_length: 1 }, presence: optional, min_items: 1, max_items: 3, unique_items: true }
                      tags: { type: map, values: { type: array, items: int32 }, presence: optional, max_items: 2, key_pattern: "^[a-z]+$" }
                      closed: { type: enum, values: [one, two], presence: optional }
                      open: { type: enum, open: true, values: [one, two], presence: optional }
                      differing: { type: array, items: json, presence: optional, unique_items: true }
                      K: { type: enum, values: [K, C], presence: optional }
                      constant: { type: const, value: "1.0", presence: optional }
                      either: { type: union, discriminator: kind, presence: optional, cases: { wallet: { fields: { address: string } }, escrow: {}, K: {} } }
                """)
    ])

    @Test("the catalogue of these tests is clean")
    func clean() { #expect(Self.catalogue.diagnostics.map(\.description) == []) }

    /// `path rule` of each violation of a payload that holds the given members and an `id`.
    private func violations(_ members: [CatalogueValue.Member]) throws -> [String] {
        let event = try #require(Self.catalogue.catalogue.event(named: "e"))
        let payload = CatalogueValue.object([CatalogueValue.Member("id", .string("1"))] + members)
        return PayloadChecker(Self.catalogue.catalogue).violations(of: payload, in: event).map {
            "\($0.path) \($0.rule.rawValue)"
        }
    }

    private func violations(_ name: String, _ value: CatalogueValue) throws -> [String] {
        try violations([CatalogueValue.Member(name, value)])
    }

    @Test("a payload is an object with the required fields and no others; a field with a default may be left out")
    func shape() throws {
        let event = try #require(Self.catalogue.catalogue.event(named: "e"))
        let checker = PayloadChecker(Self.catalogue.catalogue)
        #expect(checker.violations(of: .array([]), in: event).map(\.rule) == [.type])
        #expect(
            checker.violations(of: .object([]), in: event).map(\.description) == [
                "$.id: the field `id` is required (required)"
            ])
        #expect(try violations([]) == [])
        #expect(try violations("txet", .string("a")) == ["$.txet undeclared"])
        #expect(try violations("a b", .null) == ["$[\"a b\"] undeclared"])
        #expect(try violations("id", .string("2")) == ["$.id duplicate"])
        #expect(try violations("nullable", .null) == [])
        #expect(try violations("\u{212A}", .string("K")).map { $0.hasSuffix(" undeclared") } == [true])
        let twins = try violations([.init("K", .string("K")), .init("\u{212A}", .string("K"))])
        #expect(twins.map { $0.hasSuffix(" undeclared") } == [true])
        #expect(try violations("text", .null) == ["$.text not_null"])
        let suggestion = checker.violations(of: .object([.init("id", .string("")), .init("txet", .null)]), in: event)
        #expect(suggestion.first?.message.contains("did you mean `text`?") == true)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var field: String
        var good: [CatalogueValue]
        var bad: [(CatalogueValue, String)]
        var testDescription: String { field }

        init(_ field: String, good: [CatalogueValue], bad: [(CatalogueValue, String)]) {
            self.field = field
            self.good = good
            self.bad = bad
        }
    }

    private static func texts(_ texts: String...) -> [CatalogueValue] { texts.map { .string($0) } }
    private static func numbers(_ texts: String...) -> [CatalogueValue] { texts.map { .number($0) } }
    private static func bad(_ rule: String, _ values: [CatalogueValue]) -> [(CatalogueValue, String)] {
        values.map { ($0, rule) }
    }

    private static let most = "115792089237316195423570985008687907853269984665640564039457584007913129639935"

    static let cases = [
        Case(
            "text", good: texts("ab", "éé€😀"),
            bad: [(.string("a"), "min_length"), (.string("abcde"), "max_length"), (.number("1"), "type")]),
        Case("flag", good: [.bool(true)], bad: [(.string("true"), "type"), (.number("1"), "type")]),
        Case(
            "small", good: numbers("-5", "9", "0", "-0"),
            bad: [(.number("-6"), "minimum"), (.number("10"), "exclusive_maximum")]
                + bad("format", numbers("1.0", "1e1", "2147483648", "01", "x")) + bad("type", texts("1"))),
        Case(
            "large", good: numbers("9223372036854775807", "-9223372036854775808"),
            bad: bad("format", numbers("9223372036854775808", "1.5"))),
        Case(
            "unsigned", good: numbers("18446744073709551615", "0"),
            bad: bad("format", numbers("-5", "18446744073709551620")) + bad("multiple_of", numbers("7"))),
        Case(
            "huge", good: texts("10", most),
            bad: bad(
                "format",
                texts(
                    "", "-1", "010", "1.0", "0x10",
                    "115792089237316195423570985008687907853269984665640564039457584007913129639936", most + "0"))
                + [(.string("9"), "minimum"), (.number("10"), "type")]),
        Case(
            "money", good: texts("0.01", "12.50", "100000000000000000000000000000000000.01"),
            bad: [(.string("0"), "exclusive_minimum"), (.number("1"), "type")]
                + bad("format", texts("1e3", ".5", "+1", "1.", ""))),
        Case("step", good: numbers("0", "0.03", "12.50"), bad: bad("multiple_of", numbers("0.005", "1.001"))),
        Case(
            "ratio", good: numbers("0.1", "1", "1.0", "1e-1", "100e-2"),
            bad: [(.number("0.09999999999999999"), "minimum"), (.number("1.0000000000000001"), "maximum")]
                + bad("format", numbers("1e999", "NaN", "Infinity", "0x1")) + bad("type", texts("0.5"))),
        Case(
            "data", good: texts("", "AAA=", "AAAA", "+/8=", "AQ==", "AAE="),
            bad: bad("format", texts("A", "AAA", "AA-_", "=AAA", "A===", "AA A", "AB==", "AAB="))
                + bad("max_length", texts("AAAAAA=="))
        ),
        Case(
            "ref", good: texts("01890a5d-ac96-774b-bcce-b302099a8057", "01890A5D-AC96-774B-BCCE-B302099A8057"),
            bad: bad("format", texts("", "01890a5dac96774bbcceb302099a8057", "g1890a5d-ac96-774b-bcce-b302099a8057"))),
        Case(
            "link", good: texts("https://a.example/b?c=d#e", "mailto:a@b", "urn:x:y", "a:%20"),
            bad: bad("format", texts("", "a/b", "1a:b", "https:", "a: b", "a:é", "a:%2", "a:%zz", "://x"))),
        Case(
            "day", good: texts("2027-06-30", "2024-02-29", "2000-02-29"),
            bad: bad(
                "format",
                texts("2027-6-30", "2027-02-29", "1900-02-29", "2027-13-01", "2027-00-01", "2027-01-00", "20270630"))),
        Case(
            "at",
            good: texts(
                "2027-06-30T12:00:00Z", "2027-06-30t12:00:00.123456789z", "2027-06-30T23:59:59+05:30",
                "2027-06-30T12:00:00.1-00:00", "9999-12-31T23:59:59Z", "0000-01-01T00:00:00Z"),
            bad: bad(
                "format",
                texts(
                    "2027-06-30", "2027-06-30T12:00:00", "2027-06-30 12:00:00Z", "2027-06-30T24:00:00Z",
                    "2027-06-30T12:60:00Z",
                    "2027-06-30T12:00:60Z", "2027-06-30T12:00:00.Z", "2027-06-30T12:00:00.1234567890Z",
                    "2027-06-30T12:00Z",
                    "2027-06-30T12:00:00+5:30", "2027-06-30T12:00:00+0530", "2027-02-30T12:00:00Z",
                    "2027-06-30T12:00:00Zx", "9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+01:00"))),
        Case(
            "takes", good: texts("PT90S", "P1D", "P2W", "P1Y2M3DT4H5M6.5S", "PT0S"),
            bad: bad(
                "format",
                texts("", "P", "PT", "P1DT", "90s", "P1S", "PT1.5H", "P1D2Y", "PT1S1S", "P1DX", "PW", "-P1D", "P1.W"))),
        Case("any", good: [.null, .bool(true), .array([.object([])])], bad: []),
        Case(
            "sku", good: texts("AB-1"),
            bad: [(.string("AB-12"), "max_length"), (.string("ab"), "pattern"), (.bool(true), "type")]),
        Case(
            "list", good: [.array([.string("a"), .string("b")])],
            bad: [
                (.array([]), "min_items"), (.array([.string("a"), .string("a")]), "unique_items"),
                (.array(["a", "b", "c", "d"].map { .string($0) }), "max_items"), (.object([]), "type"),
            ]),
        Case(
            "differing",
            good: [.array([.number("1"), .string("1"), .string("K"), .string("\u{212A}"), .object([])])],
            bad: bad(
                "unique_items",
                [
                    .array(numbers("1", "1.0")), .array(numbers("0.1", "1e-1")), .array(numbers("0", "-0")),
                    .array([
                        .object([.init("a", .number("1")), .init("b", .null)]),
                        .object([.init("b", .null), .init("a", .number("1e0"))]),
                    ]),
                ])),
        Case("K", good: texts("K"), bad: bad("enum", texts("\u{212A}"))),
        Case("closed", good: texts("one", "two"), bad: [(.string("three"), "enum"), (.number("1"), "type")]),
        Case("open", good: texts("one", "three"), bad: [(.number("1"), "type")]),
        Case("constant", good: texts("1.0"), bad: [(.string("1.1"), "const"), (.number("1.0"), "const")]),
    ]

    @Test("each type and constraint accepts what it should and names what it refuses", arguments: cases)
    func types(testCase: Case) throws {
        for value in testCase.good { #expect(try violations(testCase.field, value) == [], "\(value)") }
        for (value, rule) in testCase.bad {
            #expect(try violations(testCase.field, value) == ["$.\(testCase.field) \(rule)"], "\(value)")
        }
    }

    @Test("the path leads to the very value, however deep")
    func paths() throws {
        #expect(try violations("list", .array([.string("a"), .string("")])) == ["$.list[1] min_length"])
        #expect(try violations("list", .array([.null])) == ["$.list[0] not_null"])
        let tags = CatalogueValue.object([.init("x", .array([.number("1"), .number("2"), .string("3")]))])
        #expect(try violations("tags", tags) == ["$.tags.x[2] type"])
        #expect(try violations("tags", .object([.init("X", .array([]))])) == ["$.tags.X key_pattern"])
        let three = CatalogueValue.object(["a", "b", "c"].map { .init($0, .array([])) })
        #expect(try violations("tags", three) == ["$.tags max_items"])
        let leaf = CatalogueValue.object([.init("name", .number("1")), .init("more", .null)])
        let tree = CatalogueValue.object([.init("name", .string("r")), .init("children", .array([leaf]))])
        #expect(try violations("tree", tree) == ["$.tree.children[0].name type", "$.tree.children[0].more undeclared"])
    }

    @Test("a union is what its discriminator says")
    func unions() throws {
        func either(_ members: CatalogueValue.Member...) throws -> [String] {
            try violations("either", .object(members))
        }
        #expect(try either(.init("address", .string("x")), .init("kind", .string("wallet"))) == [])
        #expect(try either(.init("kind", .string("escrow"))) == [])
        #expect(try either(.init("kind", .string("wallet"))) == ["$.either.address required"])
        #expect(
            try either(.init("kind", .string("escrow")), .init("address", .string("x"))) == [
                "$.either.address undeclared"
            ])
        #expect(try either(.init("address", .string("x"))) == ["$.either.kind discriminator"])
        #expect(try either(.init("kind", .string("K"))) == [])
        #expect(try either(.init("kind", .string("\u{212A}"))) == ["$.either.kind discriminator"])
        #expect(try either(.init("kind", .string("bank"))) == ["$.either.kind discriminator"])
        #expect(try violations("either", .string("wallet")) == ["$.either type"])
    }

    @Test("messages never repeat the value, which may be confidential")
    func secrets() throws {
        let event = try #require(Self.catalogue.catalogue.event(named: "e"))
        let checker = PayloadChecker(Self.catalogue.catalogue)
        for name in ["text", "sku", "at", "ref", "link", "huge", "closed", "flag", "ratio"] {
            let payload = CatalogueValue.object([.init("id", .string("1")), .init(name, .string("s3cret-value"))])
            let violations = checker.violations(of: payload, in: event)
            #expect(!violations.isEmpty && !violations.contains { $0.description.contains("s3cret") })
        }
    }
}
