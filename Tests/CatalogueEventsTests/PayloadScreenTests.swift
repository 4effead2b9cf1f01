import CatalogueEvents
import EventBus
import EventCatalogue
import TestSupport
import Testing

@Suite("letting payloads through at first sight")
struct PayloadScreenTests {
    private static let reading = CatalogueReader.read([
        CatalogueSource(
            path: "p",
            text: """
                catalogue: 1
                id: com.example
                streams: { s: {} }
                types:
                  Sku: { type: string, pattern: "^[A-Z]{2}-[0-9]+$" }
                  ShortSku: { type: Sku, max_length: 5 }
                  Plain: { type: ShortSku }
                  Tree: { type: object, fields: { name: string, children: { type: array, items: Tree, presence: optional } } }
                events:
                  e:
                    version: 1.0.0
                    stream: s
                    aggregate: { type: thing, id: "{id}/{with_default}" }
                    idempotency_key: "{with_default}-{id}"
                    fields:
                      id: { type: string, min_length: 1 }
                      ref: { type: string, presence: optional, nullable: true, max_length: 8 }
                      with_default: { type: int32, default: 3 }
                      text: { type: string, presence: optional, min_length: 2, max_length: 4 }
                      flag: { type: bool, presence: optional, nullable: true }
                      small: { type: int32, presence: optional, minimum: -5, exclusive_maximum: 10 }
                      unsigned: { type: uint64, presence: optional, multiple_of: 5 }
                      huge: { type: uint256, presence: optional, minimum: 10 }
                      money: { type: decimal, presence: optional, exclusive_minimum: 0 }
                      ratio: { type: double, presence: optional, minimum: 0.1, exclusive_maximum: 1 }
                      data: { type: bytes, presence: optional, max_length: 3 }
                      uuid: { type: uuid, presence: optional }
                      at: { type: timestamp, presence: optional }
                      any: { type: json, presence: optional }
                      sku: { type: ShortSku, presence: optional }
                      plain: { type: Plain, presence: optional, min_length: 4 }
                      tree: { type: Tree, presence: optional }
                      list: { type: array, items: { type: string, min_length: 1 }, presence: optional, min_items: 1, max_items: 3 }
                      distinct: { type: array, items: double, presence: optional, unique_items: true }
                      tags: { type: map, values: { type: array, items: int32 }, presence: optional, max_items: 3, key_pattern: "^[a-zé]+$" }
                      closed: { type: enum, values: [one, two], presence: optional }
                      open: { type: enum, open: true, values: [one, two], presence: optional }
                      constant: { type: const, value: "1.0", presence: optional }
                      either: { type: union, discriminator: kind, presence: optional, cases: { wallet: { fields: { address: string } }, escrow: {} } }
                    invariants:
                      - { name: bounded, rule: "small <= with_default", description: A rule. }
                      - { name: sized, rule: "size(list) <= 2 || flag", description: Another. }
                """)
    ])

    private static func admission() throws -> PayloadAdmission {
        try #require(PayloadAdmission(event: "e", catalogue: LoadedCatalogue(reading.catalogue)))
    }

    @Test("the catalogue of these tests is clean")
    func clean() { #expect(Self.reading.diagnostics.map(\.description) == []) }

    @Test(
        "what ordinary services write passes, whatever its order and its spaces, and comes out compact",
        arguments: [
            #"{"id":"a"}"#, #"{"id":"a","ref":null,"flag":null,"ratio":0.5}"#,
            #" { "text" : "éé€" , "id":"a", "small":-5,"with_default":9 } "#,
            "{\n\t\"id\": \"a\",\r\n\t\"list\": [\"b\", \"c\"]\n}",
            #"{"id":"a\"\u00e9\/\n","tags":{"a":[1, 2],"b":[]},"ratio":0.1}"#,
            #"{"id":"a","closed":"one","open":"three","sku":"AB-12","plain":"AB-1","unsigned":10}"#,
            #"{"id":"a","any":{"x": [1,null]},"uuid":"01890a5d-ac96-774b-bcce-b302099a8057","at":"2027-06-30T12:00:00Z"}"#,
            #"{"id":"a","tree":{"name":"r","children":[{"name":"c","children":[]}]},"money":"0.01","huge":"10"}"#,
            #"{"id":"a","either":{"address":"x","kind":"wallet"},"constant":"1.0","data":"QUJD","distinct":[1,2.5]}"#,
        ])
    func ordinary(_ text: String) throws {
        let admission = try Self.admission()
        let passed = try #require(admission.passed(Array(text.utf8)))
        let closely = try admission.checkClosely(Array(text.utf8))
        #expect(String(decoding: passed.bytes, as: UTF8.self) == String(decoding: closely.bytes, as: UTF8.self))
        #expect(passed.aggregateID == closely.aggregateID)
        #expect(passed.idempotencyKey == closely.idempotencyKey)
    }

    @Test(
        "what breaks a rule does not pass",
        arguments: [
            "", "[]", "{}", #"{"id":"a""#, #"{"id":"a"}x"#, #"{"id":""}"#, #"{"id":null}"#, #"{"id":"a","id":"b"}"#,
            #"{"id":"a","nope":1}"#, #"{"id":"a","small":10}"#, #"{"id":"a","small":1.0}"#, #"{"id":"a","unsigned":7}"#,
            #"{"id":"a","unsigned":-5}"#, #"{"id":"a","ratio":1.0}"#, #"{"id":"a","ratio":0.09999999999999999999999}"#,
            #"{"id":"a","ratio":1e400}"#, #"{"id":"a","text":"a"}"#, #"{"id":"a","text":"abcde"}"#,
            #"{"id":"a","closed":"three"}"#,
            #"{"id":"a","sku":"AB-123"}"#, #"{"id":"a","plain":"AB-"}"#, #"{"id":"a","plain":"A-12"}"#,
            #"{"id":"a","list":[]}"#,
            #"{"id":"a","list":["b",""]}"#, #"{"id":"a","list":["a","b","c","d"]}"#, #"{"id":"a","tags":{"A":[]}}"#,
            #"{"id":"a","tags":{"a":[],"a":[]}}"#, #"{"id":"a","tags":{"a":[null]}}"#,
            #"{"id":"a","distinct":[1,1.0]}"#,
            #"{"id":"a","tree":{}}"#, #"{"id":"a","either":{"kind":"nope"}}"#, #"{"id":"a","flag":"true"}"#,
            #"{"id":"a","small":4}"#, #"{"id":"a","list":["a","b","c"],"flag":false}"#,
            #"{"id":"a","any":{"x":1,"x":2}}"#,
        ])
    func broken(_ text: String) throws {
        let admission = try Self.admission()
        #expect(admission.passed(Array(text.utf8)) == nil)
        #expect(throws: RefusedPayload.self) { try admission.check(Array(text.utf8)) }
    }

    @Test("whatever passes at first sight passes the closer look too, and comes out the same")
    func agreement() throws {
        let admission = try Self.admission()
        var maker = PayloadMaker(random: SeededGenerator("payloads at first sight"))
        var (passedCount, refusedCount) = (0, 0)
        for _ in 0..<20_000 {
            let text = maker.payload()
            let bytes = Array(text.utf8)
            let closely = try? admission.checkClosely(bytes)
            guard let passed = admission.passed(bytes) else {
                refusedCount += 1
                continue
            }
            passedCount += 1
            #expect(passed.bytes == closely?.bytes, "\(text)")
            #expect(passed.aggregateID == closely?.aggregateID, "\(text)")
            #expect(passed.idempotencyKey == closely?.idempotencyKey, "\(text)")
        }
        #expect(passedCount > 2_000)
        #expect(refusedCount > 2_000)
    }
}
