import EventBus
import Testing
import UpcastV1_0
import UpcastV2_0
import UpcastV3_0

@Suite("reading a payload of another version")
struct UpcastReadingTests {
    private static func payload(_ text: String) throws -> JSONObject {
        guard case .object(let object) = try JSONValue(parsing: Array(text.utf8)) else { return [:] }
        return object
    }

    struct Change: Sendable, CustomTestStringConvertible {
        var step: Upcast.Step
        var before: String
        var after: String

        init(_ step: Upcast.Step, _ before: String, _ after: String) {
            self.step = step
            self.before = before
            self.after = after
        }

        var testDescription: String { "\(step): \(before)" }
    }

    static let changes = [
        Change(.rename("a", to: "b"), #"{"x":1,"a":2,"y":3}"#, #"{"x":1,"b":2,"y":3}"#),
        Change(.rename("a", to: "b"), #"{"b":1,"a":2}"#, #"{"b":2}"#),
        Change(.rename("a", to: "b"), #"{"b":1}"#, #"{"b":1}"#),
        Change(.rename("a", to: "a"), #"{"a":1}"#, #"{"a":1}"#),
        Change(.rename("a", to: "b"), #"{"a":null}"#, #"{"b":null}"#),
        Change(.setDefault("a", 7), "{}", #"{"a":7}"#),
        Change(.setDefault("a", 7), #"{"a":null}"#, #"{"a":null}"#),
        Change(.constant("a", ["b": 1]), #"{"a":2}"#, #"{"a":{"b":1}}"#),
        Change(.constant("a", nil), "{}", #"{"a":null}"#),
        Change(.drop("a"), #"{"a":{"deep":[1]},"b":1}"#, #"{"b":1}"#),
        Change(.drop("a"), "{}", "{}"),
        Change(.mapEnum("a", ["x": "y"]), #"{"a":"x"}"#, #"{"a":"y"}"#),
        Change(.mapEnum("a", ["x": "y"]), #"{"a":"z"}"#, #"{"a":"z"}"#),
        Change(.mapEnum("a", ["x": "y"], otherwise: "w"), #"{"a":"z"}"#, #"{"a":"w"}"#),
        Change(.mapEnum("a", ["x": "y"], otherwise: "w"), #"{"a":null}"#, #"{"a":null}"#),
        Change(.mapEnum("a", ["x": "y"], otherwise: "w"), "{}", "{}"),
        Change(.split("a", [.field("b"), .text("/"), .field("c")]), #"{"a":"x/y"}"#, #"{"b":"x","c":"y"}"#),
        Change(.split("a", [.field("b"), .text("/"), .field("c")]), #"{"a":"x/y/z"}"#, #"{"b":"x","c":"y/z"}"#),
        Change(.split("a", [.field("a"), .text("/"), .field("c")]), #"{"a":"x/y"}"#, #"{"a":"x","c":"y"}"#),
        Change(.split("a", [.text("<"), .field("b"), .text(">")]), #"{"a":"<x>y>"}"#, #"{"b":"x>y"}"#),
        Change(.split("a", [.field("b"), .text("::"), .field("c")]), #"{"a":"é:::y"}"#, #"{"b":"é","c":":y"}"#),
        Change(.split("a", [.field("b")]), #"{"a":null,"z":1}"#, #"{"z":1}"#),
        Change(.split("a", [.field("b")]), #"{"z":1}"#, #"{"z":1}"#),
        Change(
            .merge("a", [.field("b"), .text("/"), .field("c")]), #"{"b":"x","c":1.50}"#,
            #"{"b":"x","c":1.50,"a":"x/1.50"}"#),
        Change(.merge("a", [.field("a"), .text("!")]), #"{"a":true}"#, #"{"a":"true!"}"#),
        Change(.merge("a", [.field("b")]), #"{"b":null}"#, #"{"b":null}"#),
        Change(.merge("a", [.field("b")]), #"{"a":"old"}"#, #"{"a":"old"}"#),
    ]

    @Test("a step changes the field that it names, at its place, and nothing else", arguments: changes)
    func change(_ change: Change) throws {
        var object = try Self.payload(change.before)
        try Upcast(to: 2, [change.step]).apply(to: &object)
        #expect(JSONValue.object(object).description == change.after)
    }

    @Test(
        "a value that a step cannot change is refused at its field, without repeating it",
        arguments: [
            Change(.split("a", [.field("b"), .text("/"), .field("c")]), #"{"a":"secret"}"#, "form {b}/{c}"),
            Change(.split("a", [.field("b"), .text("/"), .field("c")]), #"{"a":"secret/"}"#, "form"),
            Change(.split("a", [.field("b"), .text("/"), .field("c")]), #"{"a":"/secret"}"#, "form"),
            Change(.split("a", [.text("<"), .field("b"), .text(">")]), #"{"a":"<>"}"#, "form"),
            Change(.split("a", [.text("x")]), #"{"a":"secret"}"#, "form"),
            Change(.split("a", [.field("b")]), #"{"a":["secret"]}"#, "only a text"),
            Change(.merge("x", [.field("a")]), #"{"a":{"b":"secret"}}"#, "part of `x`"),
        ])
    func refusal(_ change: Change) throws {
        var object = try Self.payload(change.before)
        let error = #expect(throws: InvalidPayload.self) { try Upcast(to: 2, [change.step]).apply(to: &object) }
        #expect(error?.path == "$.a")
        #expect(error?.rule == .upcast)
        #expect(error?.message.contains(change.after) == true)
        #expect(error?.message.contains("secret") == false)
    }

    static let old =
        #"{"sample":"s","device":"scale/7","result":"ok","value":1.5}"#

    @Test(
        "only a version that is a number beyond the declared one leads through the steps or is refused",
        arguments: [
            ("2.0.0", nil), ("2.7.1", nil), ("2", nil), ("", nil), ("two", nil), ("v1.0.0", nil), ("1.0.0", 1),
            ("1", 1), ("0.9.0", 0), ("12345678901.0.0", nil),
        ] as [(String, Int?)])
    func version(_ version: String, older: Int?) throws {
        let declaration = UpcastV2_0.SampleMeasured.declaration
        let found = try Array(version.utf8).withUnsafeBytes { try declaration.olderMajor(ofVersion: $0) }
        #expect(found == older)
        let ofType = try declaration.olderMajor(
            ofCloudEventsType: "com.example.lab.sample_measured.v\(version.prefix { $0 != "." })")
        #expect(ofType == older)
    }

    @Test("an entry without a version is read as the declared one")
    func noVersion() throws {
        let record = try SampleRecord.entry(Array(Self.old.utf8), version: nil)
        #expect(try record.decode(UpcastV1_0.SampleMeasured.self).device == "scale/7")
        #expect(throws: InvalidPayload.self) { try record.decode(UpcastV2_0.SampleMeasured.self) }
    }

    @Test("a CloudEvent whose type names no version is read as the declared one")
    func noVersionInType() throws {
        for type in ["sample_measured", "com.example.v", "v1", ".v1x", "a.v1.b"] {
            let message = Array(#"{"type":"\#(type)","data":\#(Self.old)}"#.utf8)
            #expect(try Wire.cloudEvents.read(UpcastV1_0.SampleMeasured.self, from: message).sample == "s")
        }
    }

    @Test("a major version to which the catalogue has no steps is refused")
    func gap() throws {
        let record = try SampleRecord.entry(Array(Self.old.utf8), version: "0.1.0")
        let error = #expect(throws: InvalidPayload.self) { try record.decode(UpcastV2_0.SampleMeasured.self) }
        #expect(error?.rule == .version)
        #expect(error?.message.contains("no upcasts to version 1") == true)
    }

    @Test("a payload that is no event even after the steps is refused with its path, and says so")
    func stillWrong() throws {
        let text = Self.old.replacing("1.5", with: "\"much\"")
        let record = try SampleRecord.entry(Array(text.utf8), version: "1.0.0")
        let error = #expect(throws: InvalidPayload.self) { try record.decode(UpcastV3_0.SampleMeasured.self) }
        #expect(error?.path == "$.reading")
        #expect(error?.rule == .type)
        #expect(error?.offset == nil)
        #expect(error?.message.contains("after the upcasts from version 1 to 3") == true)
        let noObject = try SampleRecord.entry(Array("[1]".utf8), version: "1.0.0")
        let other = #expect(throws: InvalidPayload.self) { try noObject.decode(UpcastV3_0.SampleMeasured.self) }
        #expect(other?.rule == .type)
    }
}
