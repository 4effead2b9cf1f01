import EventCatalogue
import Testing
import YAMLReader

@Suite("texts that others take for something else")
struct AmbiguousScalarTests {
    /// The places of the warnings, with what the texts are taken for.
    private func warnings(_ part: String, _ other: String) -> [String] {
        SampleCatalogue.read(SampleCatalogue.replacing(part, with: other)).diagnostics
            .filter { $0.rule == "YAML_AMBIGUOUS_SCALAR" && $0.severity == .warning }
            .map { "\($0.location.line):\($0.location.column) \($0.message)" }
    }

    @Test(
        "a text without quotes that looks like a boolean, a number, a date or nothing is a warning",
        arguments: [
            "no", "Yes", "ON", "off", "TRUE", "False", "Null", "1", "007", "1_000", "-1.5", "+.5", "1.0", "1e3",
            "1.5E-3",
            "0x10", "0o17", "0b101", "1:30", "190:20:30.15", ".inf", "-.Inf", ".NaN", "2027-06-30", "2027-6-3",
            "2027-06-30T12:00:00Z", "2027-06-30 12:00:00",
        ])
    func ambiguous(text: String) {
        #expect(warnings("values: { small: {}", "values: { \(text): {}").count == 1)
        #expect(warnings("values: { small: {}", "values: { \"\(text)\": {}") == [])
        #expect(warnings("examples: [AB-1]", "examples: [AB-1, '\(text)']") == [])
    }

    @Test(
        "a text that is one for everybody is none",
        arguments: [
            "y", "n", "nope", "one", "1.0.0", "v1", "1e", "e3", "0x", "0xg", "1:", "10.0.0.1", "2027-06", "2027-06-30x",
            "-", "+",
            ".", "AB-1", "1-2", "_1", "12ab", "nulls",
        ])
    func plain(text: String) { #expect(warnings("examples: [AB-1]", "examples: [\"AB-1\", \(text)]") == []) }

    @Test("it is looked for wherever a text is read: names, values, constants, defaults, examples, and any JSON")
    func places() {
        #expect(warnings("size: {", "on: {").first?.hasPrefix("37:7 `on`") == true)
        #expect(warnings("producers: [till]", "producers: [1]").first?.hasPrefix("27:17") == true)
        #expect(warnings("values: { small: {}, large: {} }", "values: [no, off]").count == 2)
        #expect(warnings("size: { type: Size,", "size: { type: const, value: 1.0,").first?.hasPrefix("37:35") == true)
        #expect(warnings("presence: optional }", "default: no }").first?.hasPrefix("37:36") == true)
        #expect(warnings("order_id: A1", "order_id: 17").first?.hasPrefix("40:24 `17` is read as a text") == true)
        #expect(warnings("sku: AB-1 }", "sku: 0x10 }").first?.hasPrefix("40:41") == true)
        let json = "any: { type: json, examples: [[1, true, 2.5, ~], { a: no }] }\n      size: {"
        #expect(warnings("size: {", json).map { $0.prefix(5) } == ["37:61"])
    }

    @Test("where only a version, a number, a boolean or an instant can stand there is nothing to mistake")
    func exempt() {
        #expect(warnings("", "") == [])
        let fields = """
            day: { type: date, default: 2027-06-30 }
                  at: { type: timestamp, default: 2027-06-30T12:00:00Z }
                  whole: { type: int64, default: 17 }
                  flag: { type: bool, default: true, deprecated: { since: 1.0.0, sunset: 2028-01-01 } }
                  size: {
            """
        #expect(warnings("size: {", fields) == [])
    }
}
