import EventCatalogue
import Testing
import YAMLReader

@Suite("checking a catalogue")
struct CatalogueCheckTests {
    @Test("the sample is clean before it is spoiled")
    func sampleIsClean() {
        #expect(SampleCatalogue.read().diagnostics.map(\.description) == [])
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var part: String
        var other: String
        var place: String
        var rule: RuleID
        var says: String

        init(_ part: String, _ other: String, at place: String, _ rule: RuleID, _ says: String = "") {
            self.part = part
            self.other = other
            self.place = place
            self.rule = rule
            self.says = says
        }

        var testDescription: String { "\(rule.rawValue): \(other.prefix(50))" }
    }

    static let textFaults = [
        Fault("catalogue: 1", "catalogue: 2", at: "1:12", "CATALOGUE_VERSION_SUPPORTED"),
        Fault("catalogue: 1\n", "", at: "1:1", "REQUIRED_KEY", "`catalogue`"),
        Fault("id: com", "id: Com", at: "1:1", "NAME_USABLE"),
        Fault("teams:", "teems:", at: "4:1", "UNKNOWN_KEY", "did you mean `teams`?"),
        Fault("  till: { owner", "  till: { onwer", at: "6:11", "UNKNOWN_KEY", "did you mean `owner`?"),
        Fault("version: 1.0.0", "versoin: 1.0.0", at: "23:5", "UNKNOWN_KEY", "did you mean `version`?"),
        Fault("min_length", "min_lenght", at: "31:33", "UNKNOWN_KEY", "did you mean `min_length`?"),
        Fault("max_age: 90d", "max_age: 90 days", at: "10:27", "VALUE_EXPECTED", "90d"),
        Fault("max_entries: 1_000", "max_entries: 0x10", at: "10:45", "VALUE_EXPECTED"),
        Fault("max_entries: 1_000", "max_entries: 0", at: "10:45", "VALUE_EXPECTED", "at least 1"),
        Fault("max_entries: 1_000", "max_entries: 1_", at: "10:45", "VALUE_EXPECTED"),
        Fault(
            "groups: { packer: { service: packer } }", "groups: { packer: { service: packer, max_lag: 0s } }",
            at: "11:15",
            "STREAM_SETTINGS", "`max_lag` of `packer` must be above 0"),
        Fault("envelope: payload", "envelope: paylod", at: "14:15", "VALUE_EXPECTED", "did you mean `payload`?"),
        Fault("presence: optional }", "presence: maybe }", at: "37:37", "VALUE_EXPECTED", "required, optional"),
        Fault("nullable: true", "nullable: yes", at: "38:60", "VALUE_EXPECTED", "`true` or `false`"),
        Fault("nullable: true", "nullable: \"true\"", at: "38:60", "VALUE_EXPECTED", "without quotes"),
        Fault("version: 1.0.0", "version: 1.0", at: "23:14", "VERSION_SEMVER", "1.0.0"),
        Fault("version: 1.0.0", "version: 1.0.00", at: "23:14", "VERSION_SEMVER"),
        Fault("order_id: A1", "order_id: A1, order_id: A2", at: "40:28", "DUPLICATE_KEY", "first is at 40:14"),
        Fault("    stream: orders\n", "", at: "22:3", "REQUIRED_KEY", "`stream`"),
        Fault("type: Sku }", "presence: required }", at: "35:11", "REQUIRED_KEY", "`type`"),
        Fault("producers: [till]", "producers: till", at: "27:16", "VALUE_EXPECTED", "list"),
        Fault("{ list: \"orders\" }", "{ list: \"orders\", channel: x }", at: "29:14", "REQUIRED_KEY", "either"),
        Fault("{ list: \"orders\" }", "{ list: \"\" }", at: "29:22", "VALUE_EXPECTED", "empty"),
        Fault("order_id: { type: string,", "order_id: { type: map,", at: "31:7", "REQUIRED_KEY", "`values`"),
        Fault("sku: { type: Sku }", "sku: array", at: "35:16", "VALUE_EXPECTED", "particulars"),
    ]

    static let referenceFaults = [
        Fault("owner: shop }", "owner: shpo }", at: "3:20", "REFERENCE_EXISTS", "did you mean `shop`?"),
        Fault("packer: { owner: depot", "packer: { owner: depo", at: "7:20", "REFERENCE_EXISTS", "`depot`"),
        Fault(
            "groups: { packer: { service: packer", "groups: { packer: { service: paker", at: "11:34", "REFERENCE_EXISTS"
        ),
        Fault("stream: orders", "stream: order", at: "24:13", "REFERENCE_EXISTS", "did you mean `orders`?"),
        Fault("producers: [till]", "producers: [tills]", at: "27:17", "REFERENCE_EXISTS", "did you mean `till`?"),
        Fault("service: packer, reads", "service: pakcer, reads", at: "28:28", "REFERENCE_EXISTS", "`packer`"),
        Fault("wire: old", "wire: odl", at: "29:61", "REFERENCE_EXISTS", "did you mean `old`?"),
        Fault("reads: [order_id", "reads: [oder_id", at: "28:44", "CONSUMER_READS_EXIST", "did you mean `order_id`?"),
        Fault("item.sku]", "item.price]", at: "28:54", "CONSUMER_READS_EXIST"),
        Fault("at: \"{time}\"", "at: \"{day}\"", at: "29:61", "REFERENCE_EXISTS", "{day}"),
        Fault("type: Sku", "type: Skus", at: "35:24", "TYPE_DEFINED", "did you mean `Sku`?"),
        Fault("type: int32", "type: int23", at: "36:26", "TYPE_DEFINED", "did you mean `int32`?"),
    ]

    static let nameFaults = [
        Fault("order_placed:", "order-placed:", at: "22:3", "NAME_USABLE", "the event's name"),
        Fault("order_placed:", "sku:", at: "22:3", "GENERATED_NAME_COLLISION", "the type `Sku`"),
        Fault("  Size:", "  string:", at: "20:3", "NAME_UNIQUE", "every catalogue has"),
        Fault("      size: {", "      orderID: {", at: "37:7", "GENERATED_NAME_COLLISION", "`order_id`"),
        Fault("      size: {", "      9: {", at: "37:7", "NAME_USABLE"),
        Fault("large: {}", "SMALL: {}", at: "20:44", "GENERATED_NAME_COLLISION"),
        Fault("values: { small: {}, large: {} }", "values: [small, small]", at: "20:39", "ENUM_VALUES_UNIQUE", "20:32"),
        Fault("values: { small: {}, large: {} }", "values: []", at: "20:3", "ENUM_NOT_EMPTY"),
        Fault("values: { small: {}, large: {} }", "values: [\"<=\"]", at: "20:32", "NAME_USABLE"),
        Fault("version: 1.0.0", "version: 1.0.0\n    aliases: [order_placed]", at: "24:15", "ALIAS_UNIQUE"),
        Fault("version: 1.0.0", "version: 1.0.0\n    reserved: [size]", at: "38:7", "RESERVED_NAME_USED", "24:16"),
        Fault("  orders:", "  \"or{d\":", at: "9:3", "NAME_USABLE"),
        Fault("{ list: \"orders\" }", "{ list: orders }, { list: orders }", at: "29:32", "ROUTE_UNIQUE"),
        Fault("{ list: \"orders\" }", "{ list: a, dead: a }", at: "29:14", "ROUTE_UNIQUE", "three names"),
        Fault(
            "{ list: \"orders\" }", "{ list: a, processing: p }, { list: b, processing: p }", at: "29:42",
            "ROUTE_UNIQUE",
            "the `processing` list of `b`, is the `processing` list of `a` too (s:29:14)"),
        Fault(
            "{ list: \"orders\" }", "{ list: a }, { list: \"a:processing\" }", at: "29:27", "ROUTE_UNIQUE",
            "needs lists of its own"),
        Fault(
            "{ list: \"orders\" }", "{ list: a, dead: b }, { list: b }", at: "29:36", "ROUTE_UNIQUE",
            "`b`, the list of `b`, is the `dead` list of `a` too"),
        Fault(
            "{ list: \"orders\" }", "{ list: a, processing: p }, { list: b, dead: p }", at: "29:42", "ROUTE_UNIQUE",
            "the `dead` list of `b`, is the `processing` list of `a` too"),
        Fault("wire: old", "visibility: 60s", at: "29:34", "ROUTE_OPTION_APPLIES", "`visibility`"),
        Fault("  old:", "  payload:", at: "13:3", "NAME_UNIQUE"),
        Fault("keys: [order_id, at]", "keys: [order_id, at, at]", at: "15:26", "WIRE_KEY_UNIQUE"),
        Fault("constants: { order_id", "constants: { order_if", at: "16:18", "WIRE_KEY_DECLARED", "`order_id`"),
        Fault("constants: { order_id", "constants: { at", at: "17:16", "WIRE_KEY_UNIQUE"),
    ]

    static let valueFaults = [
        Fault("default: 1 }", "default: 0 }", at: "36:54", "DEFAULT_MATCHES_TYPE", "at least 1"),
        Fault("default: 1 }", "default: 1.5 }", at: "36:54", "DEFAULT_MATCHES_TYPE", "whole number"),
        Fault("default: 1 }", "default: \"1\" }", at: "36:54", "DEFAULT_MATCHES_TYPE", "found a text"),
        Fault("presence: optional }", "default: medium }", at: "37:36", "DEFAULT_MATCHES_TYPE", "small, large"),
        Fault("examples: [AB-1]", "examples: [AB-1, ab-1]", at: "19:71", "EXAMPLE_VALID", "does not match"),
        Fault("sku: AB-1 }", "sku: AB1 }", at: "40:36", "EXAMPLE_VALID", "$.item.sku"),
        Fault("sku: AB-1 }", "skus: AB-1 }", at: "40:36", "EXAMPLE_VALID", "did you mean `sku`?"),
        Fault("one: { order_id: A1,", "one: {", at: "40:12", "EXAMPLE_VALID", "`order_id` is required"),
        Fault("one: { order_id: A1,", "one: { order_id: ,", at: "40:14", "EXAMPLE_VALID", "null"),
        Fault("one: {", "one: { price: \"1\",", at: "40:14", "EXAMPLE_VALID", "found a text"),
        Fault("one: {", "one: { price: .5,", at: "40:14", "EXAMPLE_VALID", "found a text"),
        Fault("one: { order_id: A1, item: { sku: AB-1 } }", "one: [1]", at: "40:12", "EXAMPLE_VALID", "whole payload"),
        Fault("minimum: 1", "minimum: 5, maximum: 4", at: "36:45", "BOUNDS_ORDER"),
        Fault("minimum: 1", "exclusive_minimum: 1, maximum: 1", at: "36:55", "BOUNDS_ORDER"),
        Fault("minimum: 1", "multiple_of: 0", at: "36:33", "BOUNDS_ORDER"),
        Fault("min_length: 1", "min_length: 9, max_length: 8", at: "31:48", "BOUNDS_ORDER"),
        Fault("min_length: 1", "minimum: 1", at: "31:33", "CONSTRAINT_APPLIES", "min_length, max_length, pattern"),
        Fault("type: Size, presence", "type: Size, pattern: x, presence", at: "37:27", "CONSTRAINT_APPLIES"),
        Fault("^[A-Z]{2}-[0-9]+$", "^[A-Z", at: "19:24", "PATTERN_COMPILES", "not closed (character 2"),
        Fault("^[A-Z]{2}", "^(?=x)[A-Z]{2}", at: "19:24", "PATTERN_PORTABLE", "look-ahead"),
    ]

    static let boundFaults = [
        Fault("minimum: 1", "maximum: 50_000_000_000", at: "36:33", "BOUNDS_FIT_TYPE", "to 2147483647"),
        Fault("minimum: 1", "exclusive_minimum: 0.5", at: "36:33", "BOUNDS_FIT_TYPE", "whole number"),
        Fault("minimum: 1", "multiple_of: 0.5", at: "36:33", "BOUNDS_FIT_TYPE", "whole number"),
        Fault("int32, minimum: 1", "uint64, minimum: -1", at: "36:34", "BOUNDS_FIT_TYPE", "from 0"),
        Fault("int32, minimum: 1", "int64, maximum: 9223372036854775808", at: "36:33", "BOUNDS_FIT_TYPE"),
        Fault(
            "price: { type: double", "price: { type: double, maximum: 1e999", at: "38:30", "BOUNDS_FIT_TYPE", "finite"),
        Fault(
            "price: { type: double", "price: { type: uint256, minimum: -1", at: "38:31", "BOUNDS_FIT_TYPE", "2^256-1"),
        Fault(
            "price: { type: double", "price: { type: decimal, multiple_of: 0.1", at: "38:31", "CONSTRAINT_APPLIES",
            "`multiple_of`"),
    ]

    static let templateFaults = [
        Fault("id: \"{order_id}\"", "id: \"{oder_id}\"", at: "25:35", "REFERENCE_EXISTS", "did you mean `order_id`?"),
        Fault("id: \"{order_id}\"", "id: \"{size}\"", at: "25:35", "TEMPLATE_FIELD_REQUIRED", "may be absent"),
        Fault("id: \"{order_id}\"", "id: \"{item}\"", at: "25:35", "TEMPLATE_FIELD_REQUIRED", "object"),
        Fault("id: \"{order_id}\"", "id: \"all\"", at: "25:35", "TEMPLATE_FIELD_REQUIRED", "no field"),
        Fault("id: \"{order_id}\"", "id: \"{order_id\"", at: "25:35", "TEMPLATE_WELL_FORMED"),
        Fault("id: \"{order_id}\"", "id: \"{}\"", at: "25:35", "TEMPLATE_WELL_FORMED"),
        Fault(
            "idempotency_key: \"{order_id}\"", "idempotency_key: once", at: "26:22", "IDEMPOTENCY_KEY_COVERS_AGGREGATE",
            "{order_id}"),
        Fault(
            "idempotency_key: \"{order_id}\"", "idempotency_key: \"{order_id}{price}\"", at: "26:22",
            "TEMPLATE_FIELD_REQUIRED"),
    ]

    @Test(
        "each fault is reported at its place, by its rule, with what mends it",
        arguments: textFaults + referenceFaults + nameFaults + valueFaults + boundFaults + templateFaults)
    func fault(_ fault: Fault) {
        let reading = SampleCatalogue.read(SampleCatalogue.replacing(fault.part, with: fault.other))
        let all = reading.diagnostics.map(\.description).joined(separator: "\n")
        let found = reading.diagnostics.first {
            $0.rule == fault.rule && (fault.says.isEmpty || $0.message.contains(fault.says))
        }
        #expect(found.map { "\($0.location.line):\($0.location.column)" } == fault.place, "\(all)")
        #expect(!reading.isValid)
    }

    @Test("all faults of a file come in one run, in the order of the file, as compilers write them")
    func allInOneRun() throws {
        let text = SampleCatalogue.text
            .replacing("owner: depot }", with: "owner: depots }")
            .replacing("version: 1.0.0", with: "version: 1")
            .replacing("type: int32", with: "type: int3")
            .replacing("sku: AB-1 }", with: "sku: x }")
        let reading = SampleCatalogue.read(text)
        #expect(
            reading.diagnostics.map(\.rule) == ["REFERENCE_EXISTS", "VERSION_SEMVER", "TYPE_DEFINED", "EXAMPLE_VALID"])
        #expect(
            reading.diagnostics.first?.description
                == "s:7:20: error: there is no team `depots`; did you mean `depot`? [REFERENCE_EXISTS]")
        let error = try #require(throws: InvalidCatalogue.self) { try reading.valid() }
        #expect(error.description.split(separator: "\n").count == 4)
    }

    @Test("a text that is not YAML is one diagnostic, and what it would have declared is not missed")
    func notYAML() {
        let reading = CatalogueReader.read([
            CatalogueSource(path: "a", text: "types: [\n"), CatalogueSource(path: "b", text: SampleCatalogue.text),
        ])
        #expect(reading.diagnostics.map(\.rule) == ["YAML_SYNTAX"])
        #expect(reading.diagnostics.first?.location.path == "a")
    }

    @Test("a text that is no mapping, or nothing, is refused", arguments: ["", "- a", "x", "~"])
    func noMapping(text: String) {
        #expect(!SampleCatalogue.read(text).isValid)
    }

    @Test("a type that needs itself is an error; one that can end is none")
    func cycles() {
        func rules(_ types: String) -> [String] {
            SampleCatalogue.read(SampleCatalogue.replacing("types:\n", with: "types:\n" + types)).diagnostics.map {
                "\($0.rule.rawValue) \($0.location.line):\($0.location.column)"
            }
        }
        let cycle = "TYPE_CYCLE_WITHOUT_OPTIONAL"
        #expect(rules("  A: { type: object, fields: { a: { type: A } } }\n") == ["\(cycle) 19:3"])
        #expect(rules("  A: { type: B }\n  B: { type: A }\n") == ["\(cycle) 19:3", "\(cycle) 20:3"])
        #expect(rules("  A: { type: array, items: A, min_items: 1 }\n") == ["\(cycle) 19:3"])
        #expect(rules("  A: { type: object, fields: { a: { type: A, presence: optional } } }\n") == [])
        #expect(rules("  A: { type: object, fields: { a: { type: A, nullable: true } } }\n") == [])
        // Nothing but itself: an empty one could be written, but no language has a type for it.
        #expect(
            rules("  A: { type: array, items: A }\n  M: { type: map, values: M }\n")
                == ["\(cycle) 19:3", "\(cycle) 20:3"])
        let union = "  A: { type: union, discriminator: k, cases: { x: { fields: { a: A } }, y: {} } }\n"
        #expect(rules(union) == [])
        #expect(rules("  A: { type: object, fields: { b: B } }\n  B: { type: B }\n") == ["\(cycle) 20:3"])
    }

    @Test("routes of several events to one list agree about its queue")
    func queues() {
        func rules(_ second: String) -> [String] {
            let event = """

                  order_moved:
                    version: 1.0.0
                    stream: orders
                    aggregate: { type: order, id: "{order_id}" }
                    routes: [\(second)]
                    fields: { order_id: { type: string } }
                """
            return SampleCatalogue.read(SampleCatalogue.text.replacing("events:", with: "events:" + event)).diagnostics
                .map { "\($0.rule.rawValue) \($0.message)" }
        }
        #expect(rules("{ list: orders }") == [])
        #expect(rules("{ list: orders, visibility: 60s, dead: \"orders:dlq\" }") == [])
        #expect(rules("{ list: orders, visibility: 5s }").first?.contains("all routes to one list must agree") == true)
        #expect(rules("{ list: orders, processing: p }").first?.hasPrefix("ROUTE_OPTION_APPLIES the list `or") == true)
        #expect(
            rules("{ list: other, dead: \"orders:dlq\" }") == [], "a dead list may be shared: letters name their queue")
    }

    @Test("unions name their cases and keep the discriminator to themselves")
    func unions() {
        func read(_ type: String) -> [String] {
            SampleCatalogue.read(SampleCatalogue.replacing("types:\n", with: "types:\n  U: \(type)\n")).diagnostics
                .map(\.rule.rawValue)
        }
        #expect(read("{ type: union, discriminator: kind, cases: { a: { fields: { x: string } } } }") == [])
        #expect(
            read("{ type: union, discriminator: kind, cases: { a: { fields: { kind: string } } } }")
                == ["UNION_DISCRIMINATOR_PRESENT"])
        #expect(read("{ type: union, cases: { a: {} } }") == ["REQUIRED_KEY"])
        #expect(read("{ type: union, discriminator: kind, cases: {} }") == ["ENUM_NOT_EMPTY"])
    }

    @Test("constants have one value, and a default must not differ from it")
    func constants() {
        func read(_ field: String) -> [String] {
            SampleCatalogue.read(SampleCatalogue.replacing("      size:", with: "      c: \(field)\n      size:"))
                .diagnostics.map(\.rule.rawValue)
        }
        #expect(read("{ type: const, value: \"1.0\", presence: optional }") == [])
        #expect(read("{ type: const, value: \"1.0\", default: \"1.0\" }") == [])
        #expect(read("{ type: const, value: \"1.0\", default: \"1.00\" }") == ["CONST_AND_DEFAULT_CONFLICT"])
        #expect(read("{ type: const, value: 1.0, presence: optional }") == ["YAML_AMBIGUOUS_SCALAR"])
        #expect(read("{ type: const, of: double, value: 1.0, default: 1.00 }") == [])
        #expect(read("{ type: const, value: a }") == ["EXAMPLE_VALID"])
        #expect(read("{ type: const, of: int64, value: x, presence: optional }") == ["VALUE_EXPECTED"])
    }
}
