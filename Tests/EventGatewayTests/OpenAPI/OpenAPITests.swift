import CatalogueEvents
import ConfiguredEventBus
import EventBus
import Hummingbird
import RedisEventBus
import TestSupport
import Testing

@testable import EventGateway

@Suite("The OpenAPI document")
struct OpenAPITests {
    /// Paths of pages for people, which are no part of the API.
    private static let pages: Set<String> = ["GET /"]

    @Test("it names every route of the router, and no other")
    func routes() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let parts = GatewayParts(
                bus: bench.bus, catalogue: bench.catalogue, version: "1", logger: bench.bus.transport.logger)
            let router = GatewayRoutes.router(parts, GatewayConfiguration(port: 0))
            let routed = Set(
                router.routes.filter { $0.method != .head }.map { "\($0.method.rawValue) \(Self.path("\($0.path)"))" })
            let described = Set(APIOperations.all.map { "\($0.method) \($0.path)" })
            #expect(routed.subtracting(Self.pages).subtracting(described) == [])
            #expect(described.subtracting(routed) == [])
        }
    }

    @Test("it is served, and every reference in it leads somewhere")
    func references() async throws {
        let redis = try await TestRedisServer()
        try await GatewayBench.run(on: redis) { bench in
            let answer = try await bench.ask("/openapi.json")
            #expect(answer.status == 200)
            #expect(answer["openapi"] == "3.1.0")
            let document = try #require(answer.json)
            let references = Self.references(in: document)
            #expect(references.count > 20)
            for reference in references {
                let steps = reference.dropFirst(2).split(separator: "/").map(String.init)
                let target = steps.reduce(Optional(document)) { value, name in
                    if case .object(let object)? = value { object[name] } else { nil }
                }
                #expect(target != nil, "\(reference)")
            }
            #expect(answer["components/schemas/payload.model_registered/properties/model_id"] != nil)
        }
    }

    @Test(
        "what it says of the place to go on behind is what is read",
        arguments: [
            ("orders/0/1-0", true), ("s/999999999/9999999999999999999-9999999999999999999", true),
            ("0/760/671578007543464122198883-844361979", false), ("s/1000000000/1-0", false), ("/0/1-0", false),
            ("s/0/1", false), ("s/0/-1-0", false), ("a/b/0/1-0", false),
        ])
    func place(text: String, isOne: Bool) throws {
        let pattern = try Regex(LetterPlace.pattern)
        #expect((try pattern.wholeMatch(in: text) != nil) == isOne)
        // Beyond it some may be read, too; within it all are.
        if isOne { #expect(LetterPlace(text) != nil) }
    }

    private static func path(_ text: String) -> String { text.hasPrefix("/") ? text : "/" + text }

    private static func references(in value: JSONValue) -> Set<String> {
        switch value {
        case .object(let object):
            var found: Set<String> = []
            for member in object.members {
                if member.name == "$ref", case .string(let text) = member.value { found.insert(text) }
                found.formUnion(references(in: member.value))
            }
            return found
        case .array(let items): return items.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .null, .bool, .number, .string: return []
        }
    }
}
