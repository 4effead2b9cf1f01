import EventBus
import Foundation
import Testing

@Suite("messages in three languages")
struct MessageAgreementTests {
    /// Payloads of older versions, and messages that no version allows.
    private static let messages: [(type: String, data: String)] = [
        ("v1", #"{"id":"n1","legacy":1,"name":"shop@one@two","place":"online","shop":3,"level":3,"late":1.50}"#),
        ("v1", #"{"id":"n1","note":null,"name":"s@t","place":"street","shop":3,"source":"other"}"#),
        ("v1", #"{"id":"n1","name":"@t","place":"online","shop":3}"#),
        ("v1", #"{"id":"n1","name":"nothing","place":"online","shop":3}"#),
        ("v1", #"{"id":"n1","name":5,"place":"online","shop":3}"#),
        ("v2", #"{"number":"n1","note":"x","name":null,"place":"web","shop":3}"#),
        ("v2", #"{"number":"n1","note":"x","place":7,"shop":3}"#),
        ("v2", #"{"number":[1],"note":"x","name":"s@t","place":"web","shop":3}"#),
        ("v3", #"{"number":"n1","note":"x","place":"web","shop":3}"#),
        ("v4", #"{"number":"n1","note":"x","place":"web","shop":3}"#),
        ("v0", #"{"number":"n1","note":"x","place":"web","shop":3}"#),
        ("v3", #"{"number":"n1","note":"x","place":"web"}"#),
        ("v3", #"[]"#),
    ]

    @Test("CloudEvents of every major version are read as Swift reads them, by the same upcasts")
    func upcasts() throws {
        let packages = try Packages.everything.get()
        let texts = Self.messages.map {
            #"{"specversion":"1.0","type":"com.example.languages.thing_happened.\#($0.type)","data":\#($0.data)}"#
        }
        let questions = texts.map { PayloadAnswer.Question(event: "", payload: $0) }
        let python = try PayloadAnswer.python(questions, packages)
        let typeScript = try PayloadAnswer.typeScript(questions, packages)
        try #require(python.count == texts.count && typeScript.count == texts.count)
        var read = 0
        for (index, text) in texts.enumerated() {
            var written: String?
            var rule: String?
            do {
                let event = try Wire.cloudEvents.read(ThingHappened.self, from: Array(text.utf8))
                written = String(decoding: try event.payload(), as: UTF8.self)
                read += 1
            } catch {
                rule = error.rule.rawValue
            }
            #expect(python[index].written == written, "Python: \(text) \(python[index].refused ?? [])")
            #expect(typeScript[index].written == written, "TypeScript: \(text) \(typeScript[index].refused ?? [])")
            #expect(python[index].refused?.last == rule, "Python: \(text)")
            #expect(typeScript[index].refused?.last == rule, "TypeScript: \(text)")
        }
        #expect(read > 3)
    }

    @Test("texts that are no JSON are refused by the same rule as in Swift")
    func syntax() throws {
        let packages = try Packages.everything.get()
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        let extras = [
            #""\ud800""#, #""\ud83d\ude00""#, "01", "+1", "1.", ".5", "NaN", "Infinity", "\"\t\"", "[1,]", "{\"a\":1,}",
            "{\"a\":1,\"a\":2}", deep, "tru", "\"\\x\"", "\"\\/\"", "{\"\\u0061\":1,\"a\":1}", "1e5", "-", "[1 2]", "",
        ]
        let head = #"{"number":"n1","shop":1,"place":"web","note":null,"source":"writer","level":3,"extra":"#
        let texts =
            extras.map { "\(head)\($0)}" } + [
                "", "[]", "null", "{}", "{} {}", "\u{feff}{}", " \(head)1}\n", "\(head)1",
            ]
        let questions = texts.map { PayloadAnswer.Question(event: "thing_happened", payload: $0) }
        let python = try PayloadAnswer.python(questions, packages)
        let typeScript = try PayloadAnswer.typeScript(questions, packages)
        try #require(python.count == texts.count && typeScript.count == texts.count)
        for (index, text) in texts.enumerated() {
            var written: String?
            var rule: String?
            do {
                written = String(decoding: try ThingHappened(payload: Array(text.utf8)).payload(), as: UTF8.self)
            } catch { rule = error.rule.rawValue }
            #expect(python[index].written == written && python[index].refused?.last == rule, "Python: \(text)")
            #expect(typeScript[index].written == written && typeScript[index].refused?.last == rule, "TS: \(text)")
        }
    }
}
