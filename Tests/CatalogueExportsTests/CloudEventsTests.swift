import CatalogueExports
import EventCatalogue
import Testing

@Suite("the CloudEvents attributes")
struct CloudEventsTests {
    /// CloudEvents 1.0.2: what is required, what is never empty, and how attributes are named (section 3.1).
    private static let structured = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "required": ["id", "source", "specversion", "type"],
          "properties": {
            "id": { "type": "string", "minLength": 1 }, "source": { "type": "string", "minLength": 1 },
            "specversion": { "const": "1.0" }, "type": { "type": "string", "minLength": 1 },
            "subject": { "type": "string", "minLength": 1 }, "dataschema": { "type": "string", "minLength": 1 },
            "datacontenttype": { "const": "application/json" }, "data": { "type": "object" },
            "time": { "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\\\.[0-9]+)?Z$" }
          },
          "propertyNames": { "pattern": "^[a-z0-9]{1,20}$" },
          "additionalProperties": { "type": "string", "minLength": 1 }
        }
        """

    private static let binary = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object",
          "required": ["headers", "body"],
          "properties": {
            "headers": {
              "type": "object",
              "required": ["ce-id", "ce-source", "ce-specversion", "ce-type", "content-type"],
              "propertyNames": { "pattern": "^(ce-[a-z0-9]{1,20}|content-type)$" },
              "additionalProperties": { "type": "string", "pattern": "^[!#-~]+$" }
            },
            "body": { "type": "object" }
          }
        }
        """

    @Test("each example is a valid CloudEvent, structured and binary")
    func examplesAreValid() throws {
        for catalogue in try [Catalogues.hokusai(), Catalogues.every()] {
            let document = try #require(CatalogueExport(of: catalogue, as: .cloudEvents).documents.first)
            let events = try JSONTree(document.text)["events"]?.items ?? []
            #expect(events.compactMap { $0["event"]?.text } == catalogue.events.map(\.name))
            let texts = try events.filter { $0["structured"] != nil }.flatMap { event in
                try ["structured", "binary"].map { ($0, try #require(event[$0]).json()) }
            }
            let verdicts = try SchemaValidator.verdicts(
                schemas: [("structured", Self.structured), ("binary", Self.binary)],
                cases: texts.map { ($0.0, .number($0.1)) })
            #expect(!verdicts.isEmpty && verdicts.allSatisfy { $0 == nil }, "\(verdicts)")
        }
    }

    @Test("type, subject and schema are those of the catalogue")
    func attributes() throws {
        let document = try #require(CatalogueExport(of: try Catalogues.hokusai(), as: .cloudEvents).documents.first)
        let event = try #require(try JSONTree(document.text)["events"]?.items.first)
        #expect(event["attributes"]?["type"]?["value"]?.text == "ai.hokus.events.model_registered.v1")
        #expect(event["attributes"]?["subject"]?["template"]?.text == "{model_id}")
        let schema = event["attributes"]?["dataschema"]?["value"]?.text
        #expect(schema == "urn:events:ai.hokus.events:model_registered:1.0.0")
        #expect(event["structured"]?["subject"]?.text == "msg-model/1/msg-ai")
        #expect(event["structured"]?["source"]?.text == "model-registry")
        #expect(event["binary"]?["headers"]?["ce-subject"]?.text == "msg-model/1/msg-ai")
    }
}
