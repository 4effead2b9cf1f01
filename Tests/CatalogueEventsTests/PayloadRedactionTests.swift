import CatalogueEvents
import EventBus
import EventCatalogue
import TestSupport
import Testing

@Suite("showing payloads to people")
struct PayloadRedactionTests {
    static let reading = CatalogueReader.read([
        CatalogueSource(
            path: "p",
            text: """
                catalogue: 1
                id: com.example
                streams: { s: {} }
                types:
                  Secret: { type: string, log: redact }
                  Nickname: { type: Secret, log: show }
                  Alias: { type: Secret }
                  Person: { type: object, fields: { name: string, mail: Secret, friends: { type: array, items: Person, presence: optional } } }
                events:
                  joined:
                    version: 1.0.0
                    stream: s
                    aliases: [was_joined]
                    aggregate: { type: person, id: "{id}" }
                    fields:
                      id: string
                      secret: { type: Secret, presence: optional }
                      alias: { type: Alias, presence: optional }
                      nickname: { type: Nickname, presence: optional }
                      shown_here: { type: Secret, log: show, presence: optional }
                      number: { type: int32, log: redact, presence: optional }
                      gone: { type: string, log: drop, presence: optional }
                      digest: { type: string, log: hash, presence: optional }
                      person: { type: Person, presence: optional }
                      whole: { type: Person, log: redact, presence: optional }
                      list: { type: array, items: Secret, presence: optional }
                      dropped: { type: array, items: { type: string, log: drop }, presence: optional }
                      map: { type: map, values: { type: array, items: Secret }, presence: optional }
                      any: { type: json, presence: optional }
                      hidden_json: { type: json, log: redact, presence: optional }
                      either: { type: union, discriminator: kind, presence: optional, cases: { card: { fields: { digits: Secret, year: int32 } }, cash: {} } }
                  paid:
                    version: 1.0.0
                    stream: s
                    aggregate: { type: card, id: "{digits}" }
                    fields: { digits: Secret }
                """)
    ])
    private static let redaction = PayloadRedaction(reading.catalogue, key: RedactionKey([1, 2, 3]))

    @Test("the catalogue of these tests is clean")
    func clean() { #expect(Self.reading.diagnostics.map(\.description) == []) }

    @Test(
        "what the catalogue marks is not shown, wherever it is nested; the rest is",
        arguments: [
            (#"{"id":"1"}"#, #"{"id":"1"}"#),
            (#"{"id":"1","secret":"abc"}"#, #"{"id":"1","secret":"***"}"#),
            (#"{"secret":null}"#, #"{"secret":"***"}"#),
            (
                #"{"alias":"abc","nickname":"abc","shown_here":"abc"}"#,
                #"{"alias":"***","nickname":"abc","shown_here":"abc"}"#
            ),
            (#"{"number":42}"#, #"{"number":"***"}"#),
            (#"{"gone":"abc","id":"1"}"#, #"{"id":"1"}"#),
            (#"{"person":{"name":"Ann","mail":"abc"}}"#, #"{"person":{"name":"Ann","mail":"***"}}"#),
            (
                #"{"person":{"name":"A","mail":"b","friends":[{"name":"C","mail":"d","friends":[]}]}}"#,
                #"{"person":{"name":"A","mail":"***","friends":[{"name":"C","mail":"***","friends":[]}]}}"#
            ),
            (#"{"whole":{"name":"Ann","mail":"abc"}}"#, #"{"whole":"***"}"#),
            (#"{"list":["a","b"],"dropped":["a","b"]}"#, #"{"list":["***","***"],"dropped":[]}"#),
            (#"{"map":{"one":["a"],"two":[]}}"#, #"{"map":{"one":["***"],"two":[]}}"#),
            (
                #"{"any":{"deep":[1,"x"]},"hidden_json":{"deep":[1,"x"]}}"#,
                #"{"any":{"deep":[1,"x"]},"hidden_json":"***"}"#
            ),
            (
                #"{"either":{"kind":"card","digits":"1234","year":27}}"#,
                #"{"either":{"kind":"card","digits":"***","year":27}}"#
            ),
            (#"{"either":{"kind":"cash"}}"#, #"{"either":{"kind":"cash"}}"#),
        ])
    func table(payload: String, shown: String) {
        #expect(Self.redaction.redacted(Array(payload.utf8), ofType: "joined").description == shown)
    }

    @Test(
        "what the catalogue does not know is not shown, since it may be a secret",
        arguments: [
            ("joined", #"{"unheard_of":"abc","id":"1"}"#, #"{"unheard_of":"***","id":"1"}"#),
            ("joined", #"{"person":{"name":"Ann","pin":{"a":1}}}"#, #"{"person":{"name":"Ann","pin":"***"}}"#),
            ("joined", #"{"either":{"kind":"cheque","number":"1"}}"#, #"{"either":"***"}"#),
            ("joined", #"{"either":{"kind":{"a":"b"}}}"#, #"{"either":"***"}"#),
            (
                "joined", #"{"person":"Ann abc","id":{"mail":"abc"},"list":"abc","map":["abc"]}"#,
                #"{"person":"***","id":"***","list":"***","map":"***"}"#
            ),
            ("joined", #"["abc"]"#, #""***""#),
            ("joined", #"{"id":"abc"#, #""*** (10 bytes that are not JSON)""#),
            ("unknown", #"{"id":"abc","deep":{"mail":"abc"}}"#, #"{"id":"***","deep":"***"}"#),
            ("was_joined", #"{"id":"1","secret":"abc"}"#, #"{"id":"1","secret":"***"}"#),
        ])
    func unknown(type: String, payload: String, shown: String) {
        #expect(Self.redaction.redacted(Array(payload.utf8), ofType: type).description == shown)
    }

    @Test("a digest is the same for the same value and key, and another for another value or key")
    func digests() {
        func digest(_ value: String, by redaction: PayloadRedaction) -> String {
            redaction.redacted(["digest": .string(value)], ofType: "joined").description
        }
        let other = PayloadRedaction(Self.reading.catalogue)
        #expect(digest("ann@example.com", by: Self.redaction) == digest("ann@example.com", by: Self.redaction))
        #expect(digest("ann@example.com", by: Self.redaction) != digest("bob@example.com", by: Self.redaction))
        #expect(digest("ann@example.com", by: Self.redaction) != digest("ann@example.com", by: other))
        let length = ##"{"digest":"#0123456789abcdef"}"##.utf8.count
        #expect(digest("ann@example.com", by: Self.redaction).utf8.count == length)
    }

    @Test(
        "an aggregate's id that is made of a hidden value is not shown",
        arguments: [("paid", "4111", "***"), ("joined", "7", "7"), ("unknown", "7", "7"), ("paid", "", "")])
    func aggregates(type: String, id: String, shown: String) {
        #expect(Self.redaction.redacted(aggregateID: id, ofType: type) == shown)
    }

    @Test("an error that repeats a hidden value is shown without it")
    func errors() {
        let payload = Array(
            #"{"id":"41","secret":"ann","person":{"name":"Ann","mail":"ann@example.com"},"number":12}"#.utf8)
        let error = "no account of ann@example.com (ann), tried 12 times for 41"
        #expect(
            Self.redaction.redacted(text: error, about: payload, ofType: "joined")
                == "no account of *** (***), tried 12 times for 41")
    }

    @Test(
        "a hidden value is found in whatever case, and where another one overlaps it",
        arguments: [
            ("of ANN@example.COM and Ann", "of *** and ***"), ("annann", "******"), ("ann@example.com.tr", "***"),
            ("ÉTÉ, été, Éte", "***, ***, Éte"), ("İann", "İ***"), ("an", "an"), ("", ""),
        ])
    func cases(error: String, shown: String) {
        let payload = Array(#"{"id":"41","secret":"ann","list":["ann@example.com","example.com.tr","Été"]}"#.utf8)
        #expect(Self.redaction.redacted(text: error, about: payload, ofType: "joined") == shown)
    }

    @Test(
        "of an error about a payload that can't be read nothing is shown, since nobody can tell what it repeats",
        arguments: [#"{"secret":"ann""#, #"{"secret":"ann","secret":"bob"}"#, #"{"number":NaN,"secret":"ann"}"#, "ann"])
    func unreadable(payload: String) {
        let shown = Self.redaction.redacted(text: "no ann", about: Array(payload.utf8), ofType: "joined")
        #expect(shown == "*** (about a message that can't be read)")
        #expect(Self.redaction.redacted(text: "no ann", about: [], ofType: "joined") == "no ann")
    }

    @Test("a declaration names the fields that hold anything hidden, and its log lines leave those values out")
    func declarations() throws {
        let joined = try #require(LoadedCatalogue(Self.reading.catalogue).declarations.first { $0.type == "joined" })
        #expect(
            joined.hiddenFields == [
                "secret", "alias", "number", "gone", "digest", "person", "whole", "list", "dropped", "map",
                "hidden_json",
                "either",
            ])
        let payload = Array(
            #"{"id":"ann-41","secret":"ann@example.com","any":"beta","digest":"beta","list":["xyz"]}"#.utf8)
        let error = "ann-41 <ann@example.com> is no beta, nor \"xyz\""
        #expect(joined.logText(error, about: payload) == "ann-41 <***> is no beta, nor \"***\"")
        #expect(joined.logText(error, about: Array("{".utf8)) == error)
    }

    @Test("of 2,000 random payloads no hidden value is in what is shown, and every shown one is")
    func property() throws {
        var maker = SecretiveMaker(random: SeededGenerator("redaction"))
        for _ in 0..<2_000 {
            let payload = maker.payload()
            let shown = Self.redaction.redacted(payload.json.bytes, ofType: "joined").description
            for secret in payload.hidden { #expect(!shown.contains(secret), "\(payload.json)") }
            for text in payload.shown { #expect(shown.contains(text), "\(payload.json)") }
        }
        #expect(maker.made.allSatisfy { $0 > 100 }, "every kind of member was made: \(maker.made)")
    }
}
