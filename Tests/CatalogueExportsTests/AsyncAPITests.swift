import CatalogueExports
import EventCatalogue
import Foundation
import Testing

@Suite("the AsyncAPI document")
struct AsyncAPITests {
    private static func documents() throws -> [(catalogue: EventCatalogue.Catalogue, text: String)] {
        try [Catalogues.hokusai(), Catalogues.shop(), Catalogues.every()].map { catalogue in
            let document = try #require(CatalogueExport(of: catalogue, as: .asyncAPI).documents.first)
            return (catalogue, document.text)
        }
    }

    private static func metaSchema() throws -> String {
        let path = "Tests/CatalogueExportsTests/Validators/asyncapi-3.0.0.schema.json"
        return try String(contentsOf: Catalogues.package.appendingPathComponent(path), encoding: .utf8)
    }

    /// Verdicts on texts that are JSON already.
    private static func verdicts(_ schema: String, _ texts: [String]) throws -> [String?] {
        try SchemaValidator.verdicts(schemas: [("it", schema)], cases: texts.map { ("it", .number($0)) })
    }

    @Test("it is what the specification asks for")
    func isValid() throws {
        let verdicts = try Self.verdicts(try Self.metaSchema(), try Self.documents().map(\.text))
        #expect(verdicts == [nil, nil, nil])
    }

    @Test("the meta-schema notices what is wrong")
    func metaSchemaNotices() throws {
        let document = try #require(try Self.documents().first).text
        let spoilt = [
            ("\"asyncapi\": \"3.0.0\"", "\"asyncapi\": \"2.6.0\""), ("\"action\": \"send\"", "\"action\": \"publish\""),
            ("\"operations\"", "\"operation\""), ("\"type\": \"integer\"", "\"type\": \"whole\""),
            ("\"x-redis\"", "\"redis\""), ("\"title\": \"Hokusai model lifecycle\"", "\"titel\": \"\""),
        ].map { document.replacing($0.0, with: $0.1) }
        let verdicts = try Self.verdicts(try Self.metaSchema(), spoilt)
        #expect(verdicts.map { $0 == nil } == spoilt.map { _ in false })
    }

    @Test("every reference leads somewhere, and an operation's messages are its channel's")
    func referencesResolve() throws {
        for (catalogue, text) in try Self.documents() {
            let document = try JSONTree(text)
            for reference in Set(document.references) {
                #expect(document.at(reference) != nil, "\(catalogue.id): \(reference)")
            }
            let operations = try #require(document["operations"])
            for key in operations.keys {
                let operation = try #require(operations[key])
                let channel = try #require(operation["channel"]?["$ref"]?.text)
                let messages = operation["messages"]?.items.compactMap { $0["$ref"]?.text } ?? []
                let strays = messages.filter { !$0.hasPrefix(channel + "/messages/") }
                #expect(messages.count == 1 && strays.isEmpty, "\(key)")
            }
            let wanted = catalogue.events.reduce(0) { $0 + $1.producers.count + $1.consumers.count }
            #expect(operations.keys.count == wanted)
        }
    }

    @Test("each example of a message fits the message's payload and headers")
    func examplesFit() throws {
        for (catalogue, text) in try Self.documents() {
            let document = try JSONTree(text)
            let messages = try #require(document["components"]?["messages"])
            var schemas: [(name: String, text: String)] = []
            var cases: [(schema: String, instance: CatalogueValue)] = []
            for key in messages.keys {
                for part in ["payload", "headers"] where messages[key]?[part] != nil {
                    // The reference comes first, so that the rest of the document is only what it leads through.
                    let head = "{\"$ref\": \"#/components/messages/\(key)/\(part)\","
                    schemas.append(("\(key) \(part)", head + text.dropFirst(1)))
                    for example in messages[key]?["examples"]?.items ?? [] {
                        guard let text = try example[part]?.json() else { continue }
                        cases.append(("\(key) \(part)", .number(text)))
                    }
                }
            }
            let verdicts = try SchemaValidator.verdicts(schemas: schemas, cases: cases)
            for (verdict, example) in zip(verdicts, cases) {
                #expect(verdict == nil, "\(catalogue.id) \(example.schema): \(verdict ?? "")")
            }
            #expect(catalogue.events.allSatisfy(\.examples.isEmpty) == cases.isEmpty)
        }
    }

    @Test("what a client must know of Redis stands beside each channel")
    func redis() throws {
        let document = try JSONTree(try #require(try Self.documents().first).text)
        let log = document["channels"]?["log.model_lifecycle"]?["x-redis"]
        #expect(log?["kind"]?.text == "stream")
        #expect(log?["key"]?.text == "<namespace>:{model_lifecycle:<partition>}:log")
        #expect(log?["groups"]?.keys == ["audit", "contract-deployer"])
        let list = document["channels"]?["list.hokusai.model_ready_queue"]
        #expect(list?["address"]?.text == "hokusai:model_ready_queue")
        #expect(list?["x-redis"]?["processing"]?.text == "hokusai:model_ready_queue:processing")
        #expect(list?["x-redis"]?["dead"]?.text == "hokusai:model_ready_queue:dlq")
        #expect(list?["x-redis"]?["visibility"]?.text == "1m")
        let receive = document["operations"]?["contract-deployer.receive.model_ready_to_deploy"]
        #expect(receive?["x-redis"]?["groups"]?.items.compactMap(\.text) == ["contract-deployer"])
        #expect(receive?["x-hokusai"]?["reads"]?.items.first?.text == "model_id")
        let message = document["components"]?["messages"]?["model_ready_to_deploy.log"]?["x-hokusai"]
        #expect(message?["idempotency-key"]?["template"]?.text == "{model_id}")
    }
}
