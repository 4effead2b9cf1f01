import CatalogueEvents
import EventBus
import EventCatalogue
import NIOHTTP1
import TestSupport
import Testing

@testable import EventGateway

@Suite("Idempotency keys that the gateway makes")
struct FallbackKeyTests {
    @Test("no two have the same text, and no header can have it")
    func texts() {
        let keys: [FallbackKey] = [
            .line(1, of: "import"), .line(11, of: "import"), .line(1, of: "import/1"), .line(1, of: "import 1"),
            .line(12, of: "5"), .cloudEvent(source: "12345", id: "6"), .cloudEvent(source: "/a b", id: "c"),
            .cloudEvent(source: "/a", id: "b c"), .cloudEvent(source: "/a", id: "b§c"),
            .cloudEvent(source: "ä", id: "b"),
        ]
        #expect(Set(keys.map(\.description)).count == keys.count)
        for key in keys { #expect(!key.description.utf8.allSatisfy { (0x20...0x7E).contains($0) }) }
    }

    @Test("what differs is appended though it would read the same without marks between the parts")
    func different() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let keyless = try #require(
                bench.catalogue.catalogue.events.first { $0.idempotencyKey == nil && !$0.examples.isEmpty })
            let payload = keyless.examples[0].value.json
            for (source, id) in [("/a b", "c"), ("/a", "b c")] {
                let event = """
                    {"specversion":"1.0","type":"\(keyless.name)","source":"\(source)","id":"\(id)","data":\(payload)}
                    """
                for outcome in ["appended", "duplicate"] {
                    let answer = try await bench.ask(
                        "/events", .POST, headers: ["content-type": "application/cloudevents+json"], body: event)
                    #expect(answer.string("outcome") == outcome, "\(answer.text)")
                }
            }
            let one = try await bench.publish(keyless.name, payload, headers: ["idempotency-key": "import/1"])
            #expect(one.status == 201)
            let headers: HTTPHeaders = ["content-type": "application/x-ndjson", "idempotency-key": "import"]
            for count in [#""appended":2,"duplicates":0"#, #""appended":0,"duplicates":2"#] {
                let batch = try await bench.publish(keyless.name, "\(payload)\n\(payload)\n", headers: headers)
                #expect(batch.text.contains(count), "\(batch.text)")
            }
        }
    }
}
