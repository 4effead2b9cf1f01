/// A catalogue of the size of a large company's: domains with events that use every kind of field, with types, routes,
/// consumers and examples. The same sizes always give the same text.
struct SyntheticCatalogue {
    /// How many files there are.
    var domains = 10
    /// How many events each file declares.
    var eventsPerDomain = 50
    /// How many fields each event has; those of objects are not counted.
    var fieldsPerEvent = 20

    /// The files by their names.
    var files: [(name: String, text: String)] {
        (0..<domains).map { ("domain_\($0).catalogue.yaml", text(of: $0)) }
    }

    private func text(of domain: Int) -> String {
        var lines = ["catalogue: 1", "id: com.example.scale"]
        if domain == 0 { lines.append("defaults: { owner: team_0 }") }
        lines += [
            "teams: { team_\(domain): { contact: \"#team-\(domain)\" } }", "services:",
            "  writer_\(domain): { owner: team_\(domain) }", "  reader_\(domain): { owner: team_\(domain) }",
            "streams:",
            "  stream_\(domain): { partitions: 8, groups: { reader_\(domain): { service: reader_\(domain) } } }",
            "types:",
            "  Key\(domain): { type: string, pattern: \"^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$\", description: A key., examples: [k-1] }",
            "  Amount\(domain): { type: decimal, minimum: \"0\", unit: EUR }",
            "  State\(domain): { type: enum, open: true, values: { open: {}, running: {}, done: {}, failed: {} } }",
            "  Place\(domain):", "    type: object", "    fields:", "      street: { type: string, max_length: 200 }",
            "      number: { type: int32, minimum: 1 }", "      note: { type: string, presence: optional }",
            "  Cause\(domain):", "    type: union", "    discriminator: kind", "    cases:",
            "      person: { fields: { name: { type: string } } }",
            "      machine: { fields: { serial: { type: int64 } } }", "events:",
        ]
        for number in 0..<eventsPerDomain { lines += event(number, domain) }
        return lines.joined(separator: "\n") + "\n"
    }

    private func event(_ number: Int, _ domain: Int) -> [String] {
        let name = "thing_\(domain)_\(number)_changed"
        var fields: [String] = []
        var example = ["thing_id: k-\(number)"]
        for index in 1..<fieldsPerEvent {
            let field = Self.field(index, domain)
            fields.append("      field_\(index)_\(field.word): \(field.definition)")
            if let value = field.example { example.append("field_\(index)_\(field.word): \(value)") }
        }
        return [
            "  \(name):", "    version: 1.2.0", "    summary: Thing \(number) of domain \(domain) changed.",
            "    stream: stream_\(domain)",
            "    aggregate: { type: thing, id: \"{thing_id}\", history: true }", "    idempotency_key: \"{thing_id}\"",
            "    producers: [writer_\(domain)]",
            "    consumers: [{ service: reader_\(domain), reads: [thing_id, field_1_text] }]", "    routes:",
            "      - { list: \"scale:\(name)\", wire: message_envelope, visibility: 60s }",
            "      - { channel: \"scale:events:\(name)\" }", "    fields:", "      thing_id: { type: Key\(domain) }",
        ] + fields + ["    examples:", "      one: { \(example.joined(separator: ", ")) }"]
    }

    private struct Field {
        var word: String
        var definition: String
        /// `nil` for one that an event may be without.
        var example: String?
    }

    private static func field(_ index: Int, _ domain: Int) -> Field {
        switch index % 16 {
        case 1: Field(word: "text", definition: "{ type: string, max_length: 256, description: A text. }", example: "x")
        case 2: Field(word: "count", definition: "{ type: int64, minimum: 0, maximum: 1_000_000 }", example: "7")
        case 3: Field(word: "share", definition: "{ type: double, unit: percent }", example: "0.5")
        case 4: Field(word: "state", definition: "{ type: State\(domain) }", example: "done")
        case 5: Field(word: "amount", definition: "{ type: Amount\(domain) }", example: "\"12.50\"")
        case 6: Field(word: "place", definition: "{ type: Place\(domain) }", example: "{ street: Main, number: 1 }")
        case 7: Field(word: "at", definition: "{ type: timestamp }", example: "2026-11-21T09:12:33Z")
        case 8: Field(word: "note", definition: "{ type: string, presence: optional, nullable: true }")
        case 9: Field(word: "tags", definition: "{ type: map, values: string, presence: optional, max_items: 20 }")
        case 10:
            Field(word: "keys", definition: "{ type: array, items: Key\(domain), max_items: 10 }", example: "[k-1]")
        case 11: Field(word: "flag", definition: "{ type: bool, default: false }")
        case 12: Field(word: "cause", definition: "{ type: Cause\(domain) }", example: "{ kind: person, name: ada }")
        case 13: Field(word: "wei", definition: "{ type: uint256, presence: optional }")
        case 14:
            Field(
                word: "mode", definition: "{ type: enum, open: false, values: { fast: {}, safe: {} }, default: safe }")
        case 15:
            Field(
                word: "size",
                definition: "{ type: object, fields: { width: { type: int32 }, height: { type: int32 } } }",
                example: "{ width: 1, height: 2 }")
        default:
            Field(word: "code", definition: "{ type: string, pattern: \"^[A-Z]{3}-[0-9]{1,8}$\" }", example: "ABC-1")
        }
    }
}
