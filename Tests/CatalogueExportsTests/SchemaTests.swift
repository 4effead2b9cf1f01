import EventCatalogue
import Testing

@testable import CatalogueExports

@Suite("JSON Schema documents")
struct SchemaTests {
    private static func schema(_ event: String, _ view: SchemaView) throws -> JSONTree {
        let documents = CatalogueExport(of: try Catalogues.every(), as: .jsonSchema).documents
        return try JSONTree(try #require(documents.first { $0.name == "\(event).\(view).schema.json" }).text)
    }

    @Test("each event has two, with ids of their own and only the types that it uses")
    func documents() throws {
        let catalogue = try Catalogues.every()
        let names = CatalogueExport(of: catalogue, as: .jsonSchema).documents.map(\.name)
        #expect(names.count == catalogue.events.count * 2 && Set(names).count == names.count)
        let writer = try Self.schema("names_sampled", .writer)
        #expect(writer["$id"]?.text == "urn:events:com.example.every:names_sampled:1.0.0:writer")
        let reader = try Self.schema("names_sampled", .reader)
        #expect(reader["$id"]?.text == "urn:events:com.example.every:names_sampled:1.0.0:reader")
        #expect(writer["$defs"]?.keys.contains("Point") == true && writer["$defs"]?.keys.contains("Tree") == false)
        for reference in writer.references { #expect(writer.at(reference) != nil, "\(reference)") }
    }

    @Test("what JSON Schema cannot say stands under keys of our own")
    func extensions() throws {
        let numbers = try Self.schema("numbers_sampled", .writer)
        #expect(numbers["x-invariants"]?.items.first?["rule"]?.text == "small > 0")
        #expect(numbers["properties"]?["huge"]?["x-maximum"]?.text == "1000")
        #expect(numbers["properties"]?["real"]?["x-unit"]?.text == "percent")
        #expect(numbers["properties"]?["real"]?["x-multiple-of"]?.value as? Double == 0.5)
        #expect(numbers["properties"]?["real"]?.keys.contains("multipleOf") == false)
        #expect(numbers["properties"]?["small"]?["multipleOf"]?.value as? Int == 5)
        let presences = try Self.schema("presences_sampled", .writer)
        let old = presences["properties"]?["old"]
        #expect(old?["deprecated"]?.value as? Bool == true)
        #expect(old?["x-deprecation"]?["replaced_by"]?.text == "may")
        #expect(presences["x-reserved"]?.items.first?.text == "gone")
        let names = try Self.schema("names_sampled", .writer)
        #expect(names["$defs"]?["Shade"]?["x-open-enum"]?.items.compactMap(\.text) == ["light", "dark"])
        #expect(names["$defs"]?["Shade"]?["x-enum-deprecated"]?.items.first?.text == "dark")
    }

    /// What JSON Schema and the checker judge differently, and why it must be so.
    @Test(
        "where the checker refuses and the writer's schema does not",
        arguments: [
            // JSON Schema tells numbers by their value, not by how they are written.
            ["small": "5.0"],
            // It has no bounds for numbers that are texts, and `uint256` ends within its 78 digits.
            ["small": "5", "huge": "\"1001\""], ["small": "5", "exact": "\"10.5\""],
            // Validators divide in binary, so steps with a fraction are left out.
            ["small": "5", "real": "0.3"],
        ])
    func differences(fields: [String: String]) throws {
        let catalogue = try Catalogues.every()
        let payload = CatalogueValue.object(
            fields.map { name, json in
                let isText = json.hasPrefix("\"")
                return .init(name, isText ? .string(String(json.dropFirst().dropLast())) : .number(json))
            })
        let name = "numbers_sampled.writer.schema.json"
        let document = try #require(CatalogueExport(of: catalogue, as: .jsonSchema).documents.first { $0.name == name })
        let verdicts = try SchemaValidator.verdicts(schemas: [(name, document.text)], cases: [(name, payload)])
        #expect(verdicts == [nil])
        let event = try #require(catalogue.event(named: "numbers_sampled"))
        #expect(!PayloadChecker(catalogue).violations(of: payload, in: event).isEmpty)
    }

    @Test(
        "a pattern is written so that every dialect reads it alike",
        arguments: [
            ("^[A-Z]{2}-\\d+$", "^[A-Z]{2}-[0-9]+$"), ("\\w[\\s\\d]", "[0-9A-Z_a-z][\\t\\n\\v\\f\\r 0-9]"),
            ("a.b[.]", "a[^\\n\\r\\u2028\\u2029]b[.]"), ("\\-\\/\\\"[\\-a]", "-\\/\"[\\-a]"), ("\\D\\.", "[^0-9]\\."),
            ("\\x41\\u00e9\\[", "\\x41\\u00e9\\["), ("^[$]\\$|a$", "^[$]\\$|a$"),
        ])
    func patterns(pattern: String, written: String) {
        #expect(PortablePattern.text(pattern) == written)
    }

    @Test("bits that belong to no byte are refused as the checker refuses them", arguments: ["AB==", "AAB="])
    func leftOverBits(text: String) throws {
        let pattern = try Regex(TextPattern.base64)
        #expect(text.wholeMatch(of: pattern) == nil)
    }

    @Test(
        "a bound on bytes is a bound on base64",
        arguments: [(nil, 8), (1, 5), (3, 3), (2, nil), (0, 0)] as [(Int?, Int?)])
    func bytes(least: Int?, most: Int?) throws {
        let pattern = try Regex(TextPattern.base64(atLeast: least, atMost: most))
        for count in 0..<12 {
            let text = String(repeating: "A", count: count * 4 / 3 + (count % 3 == 0 ? 0 : 1))
            let padded = text + String(repeating: "=", count: (4 - text.count % 4) % 4)
            let isWanted = count >= least ?? 0 && count <= most ?? .max
            let isMatched = padded.wholeMatch(of: pattern) != nil
            #expect(isMatched == isWanted, "\(count) bytes")
        }
    }
}
