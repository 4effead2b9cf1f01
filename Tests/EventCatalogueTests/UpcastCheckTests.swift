import EventCatalogue
import Testing
import YAMLReader

@Suite("checking the steps between major versions")
struct UpcastCheckTests {
    /// What is reported of steps to the third version of an event.
    private static func diagnostics(_ upcasts: String) -> [Diagnostic] {
        let text = """
            catalogue: 1
            id: com.example.test
            streams: { s: {} }
            types: { State: { type: enum, open: false, values: [passed, failed] } }
            events:
              thing_happened:
                version: 3.1.0
                stream: s
                fields:
                  id: string
                  state: State
                  count: { type: int32, minimum: 1, presence: optional }
                  part: { type: string, presence: optional }
                  size: { type: object, presence: optional, fields: { width: int32 } }
                upcasts:
            \(upcasts.split(separator: "\n").map { "      " + $0 }.joined(separator: "\n"))
            """
        return CatalogueReader.read([CatalogueSource(path: "t.catalogue.yaml", text: text)]).diagnostics
    }

    @Test(
        "steps that lead to the event are clean",
        arguments: [
            "2: []\n3: []", "3: []",
            "2: [{ rename: { from: name, to: id } }, { map_enum: { field: state, values: { ok: passed } } }]\n3: []",
            "2: [{ default: { field: amount, value: 1 } }]\n3: [{ rename: { from: amount, to: count } }]",
            "2: [{ default: { field: draft, value: x } }]\n3: [{ drop: draft }]",
            "2: [{ split: { field: id, template: \"{id}/{part}\" } }]\n3: []",
            "2: [{ split: { field: id, template: \"{name}/{number}\" } }]\n"
                + "3: [{ merge: { field: id, template: \"{number}.{name}\" } }, { drop: name }, { drop: number }]",
            "3: [{ constant: { field: size, value: { width: 2 } } }]",
            "3: [{ drop: part }]",
            "3: [{ constant: { field: count, value: 0 } }, { default: { field: count, value: 2 } }, { drop: count }]",
        ])
    func clean(_ upcasts: String) {
        #expect(Self.diagnostics(upcasts).map(\.description) == [])
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var upcasts: String
        var place: String
        var rule: RuleID
        var says: String

        init(_ upcasts: String, at place: String, _ rule: RuleID, _ says: String) {
            self.upcasts = upcasts
            self.place = place
            self.rule = rule
            self.says = says
        }

        var testDescription: String { upcasts }
    }

    static let faults = [
        Fault("2: []", at: "6:3", "UPCAST_GAP", "no steps to version 3"),
        Fault("2: []\n3: []\n4: []", at: "18:7", "UPCAST_GAP", "has version 3.1.0"),
        Fault("3: [{ rename: { from: id, to: id } }]", at: "16:13", "UPCAST_FIELDS", "to itself"),
        Fault("3: [{ rename: { from: name, to: stat } }]", at: "16:13", "UPCAST_FIELDS", "did you mean `state`?"),
        Fault("3: [{ rename: { from: id, to: part } }]", at: "16:13", "UPCAST_FIELDS", "takes away `id`"),
        Fault("3: [{ drop: state }]", at: "16:13", "UPCAST_FIELDS", "takes away `state`"),
        Fault("3: [{ drop: old }, { drop: old }]", at: "16:28", "UPCAST_FIELDS", "has taken away"),
        Fault(
            "3: [{ drop: \"size.width\" }, { drop: \"a b\" }]", at: "16:37", "UPCAST_FIELDS", "`a b` cannot be a field"),
        Fault("3: [{ default: { field: count, value: 0 } }]", at: "16:13", "UPCAST_FIELDS", "at least 1"),
        Fault("3: [{ constant: { field: count, value: many } }]", at: "16:13", "UPCAST_FIELDS", "does not fit"),
        Fault("3: [{ constant: { field: size, value: { width: x } } }]", at: "16:13", "UPCAST_FIELDS", "at $.width"),
        Fault("3: [{ default: { field: id, value: ~ } }]", at: "16:13", "UPCAST_FIELDS", "does not fit"),
        Fault(
            "2: [{ default: { field: amount, value: 0 } }]\n3: [{ rename: { from: amount, to: count } }]", at: "16:13",
            "UPCAST_FIELDS", "gives `count` does not fit"),
        Fault(
            "3: [{ map_enum: { field: state, values: { ok: pased } } }]", at: "16:13", "UPCAST_FIELDS", "does not fit"),
        Fault("3: [{ map_enum: { field: state, values: {} } }]", at: "16:13", "UPCAST_FIELDS", "maps nothing"),
        Fault("3: [{ split: { field: a, template: \"x\" } }]", at: "16:13", "UPCAST_FIELDS", "names no field"),
        Fault(
            "3: [{ split: { field: a, template: \"{id}{part}\" } }]", at: "16:13", "UPCAST_FIELDS", "where `id` ends"),
        Fault("3: [{ split: { field: a, template: \"{id}/{id}\" } }]", at: "16:13", "UPCAST_FIELDS", "twice"),
        Fault("3: [{ merge: { field: part, template: \"x\" } }]", at: "16:13", "UPCAST_FIELDS", "by `constant`"),
    ]

    @Test("each fault is reported at its step, with what mends it", arguments: faults)
    func fault(_ fault: Fault) {
        let found = Self.diagnostics(fault.upcasts)
        let all = found.map(\.description).joined(separator: "\n")
        let isReported = found.contains { diagnostic in
            diagnostic.rule == fault.rule && diagnostic.location.description.hasSuffix(":\(fault.place)")
                && diagnostic.message.contains(fault.says)
        }
        #expect(isReported, "\(all)")
    }
}
