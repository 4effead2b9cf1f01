import CatalogueGenerator
import EventCatalogue
import Testing

@Suite("names in Swift")
struct NamingTests {
    @Test(
        "a field becomes a property by one rule",
        arguments: [
            ("model_id", "modelID"), ("id", "id"), ("ids", "ids"), ("url_list", "urlList"),
            ("callback_url", "callbackURL"),
            ("mlflow_run_id", "mlflowRunID"), ("benchmark-spec.id", "benchmarkSpecID"), ("inputSchema", "inputSchema"),
            ("USD", "usd"), ("sha256", "sha256"), ("_private", "private"), ("self", "selfField"), ("init", "initField"),
            ("aggregate_id", "aggregateIDField"), ("unknown_fields", "unknownFieldsField"), ("class", "`class`"),
            ("gas_used_2", "gasUsed2"),
        ])
    func fields(wire: String, swift: String) throws {
        let catalogue = try Fixture.catalogue(
            """
            events:
              thing_happened:
                version: 1.0.0
                stream: s
                aggregate: { type: thing, id: "{zz}" }
                fields: { zz: { type: string }, "\(wire)": { type: bool } }
            """)
        let text = try GeneratedSources.make(from: catalogue).files[0].text
        let name = swift == "private" ? "`private`" : swift
        #expect(text.contains("    public var \(name): Bool\n"), "\(text)")
        #expect(text.contains("json.key(\",\\\"\(wire)\\\":\")"), "the wire name stays")
    }

    @Test(
        "an event becomes a type, and what generated code speaks of is left alone",
        arguments: [
            ("model_ready_to_deploy", "ModelReadyToDeploy"), ("api_key_revoked", "APIKeyRevoked"),
            ("event", "EventEvent"),
            ("string", "StringEvent"), ("type", "TypeEvent"), ("timestamp", "TimestampEvent"),
            ("catalogue", "CatalogueEvent"),
        ])
    func events(wire: String, swift: String) throws {
        let catalogue = try Fixture.catalogue(
            """
            events:
              \(wire): { version: 1.0.0, stream: s, aggregate: { type: thing, id: "{zz}" }, fields: { zz: { type: string } } }
            """)
        let text = try GeneratedSources.make(from: catalogue).files[0].text
        #expect(text.contains("public struct \(swift): Event {"), "\(text)")
        #expect(text.contains("type: \"\(wire)\""))
    }
}
