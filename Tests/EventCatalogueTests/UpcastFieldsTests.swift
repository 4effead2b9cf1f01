import EventCatalogue
import Testing
import YAMLReader

@Suite("what fields a payload has after the steps")
struct UpcastFieldsTests {
    /// The event of a catalogue with these fields and these steps to version 2.
    private static func event(_ fields: String, _ steps: String) throws -> (EventDefinition, EventCatalogue.Catalogue) {
        let text = """
            catalogue: 1
            id: com.example.test
            streams: { s: {} }
            types: { State: { type: enum, open: true, values: [ok, bad] } }
            events:
              thing_happened:
                version: 2.0.0
                stream: s
                fields: { \(fields) }
                upcasts: { 2: [ \(steps) ] }
            """
        // The steps need not fit the fields of version 2 here: those in the text are the old ones.
        let catalogue = CatalogueReader.read([CatalogueSource(path: "t.catalogue.yaml", text: text)]).catalogue
        return (try #require(catalogue.events.first), catalogue)
    }

    struct Change: Sendable, CustomTestStringConvertible {
        var fields: String
        var step: String
        var after: String

        init(_ fields: String, _ step: String, _ after: String) {
            self.fields = fields
            self.step = step
            self.after = after
        }

        var testDescription: String { "\(step): \(fields)" }
    }

    static let changes = [
        Change("a: int32, b: bool", "rename: { from: a, to: c }", "c int32 required, b bool required"),
        Change("a: int32, b: bool", "rename: { from: a, to: b }", "b int32 required"),
        Change("a: int32", "rename: { from: x, to: a }", "a int32 required"),
        Change("a: { type: int32, presence: optional }", "rename: { from: a, to: b }", "b int32 optional"),
        Change("a: int32", "default: { field: b, value: x }", "a int32 required, b const(string) required"),
        Change("a: int32", "default: { field: b, value: 1 }", "a int32 required, b const(int64) required"),
        Change("a: int32", "default: { field: b, value: 1.5 }", "a int32 required, b const(double) required"),
        Change("a: int32", "default: { field: b, value: true }", "a int32 required, b const(bool) required"),
        Change("a: int32", "default: { field: b, value: {} }", "a int32 required, b json required"),
        Change("a: int32", "default: { field: b, value: ~ }", "a int32 required, b json? required"),
        Change("a: { type: int32, presence: optional }", "default: { field: a, value: 1 }", "a int32 required"),
        Change("a: { type: int32, nullable: true }", "default: { field: a, value: 1 }", "a int32? required"),
        Change("a: int32", "constant: { field: a, value: x }", "a const(string) required"),
        Change("a: int32, b: bool", "drop: a", "b bool required"),
        Change("a: string", "map_enum: { field: a, values: { x: y }, otherwise: z }", "a enum(y z) required"),
        Change("a: string", "map_enum: { field: a, values: { x: y } }", "a string required"),
        Change("a: State", "map_enum: { field: a, values: { ok: fine } }", "a enum(bad fine …) required"),
        Change("a: State", "map_enum: { field: a, values: { ok: bad }, otherwise: bad }", "a enum(bad) required"),
        Change(
            "a: { type: enum, values: [p, q], presence: optional, nullable: true }",
            "map_enum: { field: a, values: { p: r } }", "a enum(q r)? optional"),
        Change(
            "a: string", "split: { field: a, template: \"{b}/{c}\" }", "b string required, c string required"),
        Change(
            "a: { type: string, nullable: true }, b: int32", "split: { field: a, template: \"{b}/{c}\" }",
            "b string optional, c string optional"),
        Change("b: int32", "split: { field: a, template: \"{b}/{c}\" }", "b int32 required"),
        Change(
            "a: string, b: int32", "merge: { field: c, template: \"{a}/{b}\" }",
            "a string required, b int32 required, c string required"),
        Change(
            "a: string, b: { type: int32, presence: optional }", "merge: { field: c, template: \"{a}/{b}\" }",
            "a string required, b int32 optional, c string optional"),
        Change(
            "a: { type: string, nullable: true }, c: bool", "merge: { field: c, template: \"{a}\" }",
            "a string? required, c bool required"),
        Change("a: string", "merge: { field: c, template: \"{a}/{b}\" }", "a string required"),
    ]

    @Test("each step leaves the fields that a payload has when it is taken", arguments: changes)
    func fields(_ change: Change) throws {
        let (event, catalogue) = try Self.event(change.fields, "{ \(change.step) }")
        let upcast = try #require(event.upcasts.first)
        let types = TypeTable(catalogue.types)
        let after = upcast.fields(after: event.fields) { types.resolved($0) }
        #expect(after.map(Self.words).joined(separator: ", ") == change.after)
    }

    @Test("the steps are taken in their order")
    func order() throws {
        let (event, _) = try Self.event(
            "id: string, old: int32",
            "{ split: { field: id, template: \"{name}/{version}\" } }, { rename: { from: name, to: id } }, { drop: old }"
        )
        let upcast = try #require(event.upcasts.first)
        #expect(upcast.fields(after: event.fields).map(\.name) == ["id", "version"])
    }

    private static func words(_ field: FieldDefinition) -> String {
        var type = field.type.word
        switch field.type {
        case .constant(let constant): type += "(\(constant.of.word))"
        case .enumeration(let values):
            type += "(\(values.values.map(\.name).joined(separator: " "))\(values.isOpen ? " …" : ""))"
        default: break
        }
        return "\(field.name) \(type)\(field.isNullable ? "?" : "") \(field.presence.rawValue)"
    }
}
