import EventBus
import EventCatalogue
import Foundation

/// Rules with payloads and what comes of them, in `Tables/rules.json`: one table for all languages.
struct ExpressionTable {
    /// The named types that the fields use.
    let types: JSONObject
    let rules: [Row]

    /// One rule over the fields of an event of its own.
    struct Row: Sendable {
        let number: Int
        let rule: String
        let fields: JSONValue
        let cases: [Case]

        var event: String { "rule_\(number)_applied" }
    }

    /// One payload, in its wire form, and whether the rule holds; `nil` where that is unknown.
    struct Case: Sendable {
        let payload: JSONValue
        let holds: Bool?
    }

    static func load() throws -> ExpressionTable {
        let url = Fixture.folder.appending(path: "Tables/rules.json")
        let root = try JSONValue(parsing: [UInt8](Data(contentsOf: url)))
        let rows = root["rules"].items.enumerated().map { index, row in
            Row(
                number: index + 1, rule: row["rule"].text, fields: row["fields"],
                cases: row["cases"].items.map { pair in
                    let outcome = pair.items[0].text
                    return Case(payload: pair.items[1], holds: outcome == "unknown" ? nil : outcome == "true")
                })
        }
        guard case .object(let types) = root["types"] else { throw CocoaError(.fileReadCorruptFile) }
        return ExpressionTable(types: types, rules: rows)
    }

    /// The catalogue that has each rule, and its opposite, as invariants of one event.
    var catalogue: String {
        var lines = [
            "# Written from CatalogueGeneratorTests/Tables/rules.json with EVENTBUS_WRITE_GOLDENS=1; edit that file, not this one.",
            "catalogue: 1", "id: com.example.rules", "streams: { orders: {} }", "types:",
        ]
        for member in types.members { lines.append("  \(member.name): \(member.value)") }
        lines.append("events:")
        for row in rules {
            lines += [
                "  \(row.event):", "    version: 1.0.0", "    stream: orders", "    fields: \(row.fields)",
                "    invariants:", "      - { name: holds, rule: \(JSONValue.string(row.rule)) }",
                "      - { name: fails, rule: \(JSONValue.string("!(\(row.rule))")) }",
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The catalogue, read.
    func reading() throws -> EventCatalogue.Catalogue {
        let source = CatalogueSource(path: "rules.catalogue.yaml", text: catalogue)
        return try CatalogueReader.read([source]).valid()
    }
}

extension JSONValue {
    subscript(name: String) -> JSONValue {
        guard case .object(let object) = self else { return .null }
        return object[name] ?? .null
    }

    var items: [JSONValue] {
        guard case .array(let items) = self else { return [] }
        return items
    }

    var text: String {
        guard case .string(let text) = self else { return "" }
        return text
    }

    /// The same value for the catalogue's own checks.
    var catalogued: CatalogueValue {
        switch self {
        case .null: .null
        case .bool(let value): .bool(value)
        case .number(let number): .number(number.text)
        case .string(let text): .string(text)
        case .array(let items): .array(items.map(\.catalogued))
        case .object(let object):
            .object(object.members.map { CatalogueValue.Member($0.name, $0.value.catalogued) })
        }
    }
}
