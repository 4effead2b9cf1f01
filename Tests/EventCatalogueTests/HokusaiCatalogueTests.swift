import EventCatalogue
import Foundation
import Testing

@Suite("the platform's own catalogue")
struct HokusaiCatalogueTests {
    /// The package's `schemas` folder, from this file's place in it.
    private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("schemas").path

    @Test("it checks clean")
    func checksClean() throws {
        let reading = try CatalogueReader.read(path: Self.folder)
        #expect(reading.diagnostics.map(\.description) == [])
        #expect(reading.catalogue.id == "ai.hokus.events")
    }

    @Test("it declares the five events on one stream, each with history, examples, consumers and its own channel")
    func isComplete() throws {
        let catalogue = try CatalogueReader.read(path: Self.folder).valid()
        #expect(
            catalogue.events.map(\.name) == [
                "model_registered", "model_ready_to_deploy", "validation_failed", "deployed", "metric_improved",
            ])
        for event in catalogue.events {
            #expect(event.stream.name == "model_lifecycle")
            #expect(event.aggregate?.keepsHistory == true && event.aggregate?.id.text == "{model_id}")
            #expect(event.examples.count >= 2)
            #expect(!event.producers.isEmpty && event.consumers.allSatisfy { !$0.reads.isEmpty })
            #expect(event.summary != nil && event.description != nil)
            #expect(event.fields.allSatisfy { $0.value.description != nil }, "\(event.name)")
            let channels = event.routes.filter { $0.kind == .channel }.map(\.name)
            #expect(channels.contains("hokusai:events:\(event.name)"))
        }
        #expect(catalogue.event(named: "token_deployed")?.name == "deployed")
        #expect(catalogue.event(named: "model_validation_failed")?.name == "validation_failed")
        let lists = catalogue.events.flatMap(\.routes).filter { $0.kind == .list }.map(\.name)
        #expect(lists == ["hokusai:model_ready_queue", "hokusai:token_deployed_queue"])
    }

    @Test("an example written as YAML is the payload that its types ask for")
    func examplesAreTyped() throws {
        let catalogue = try CatalogueReader.read(path: Self.folder).valid()
        let example = try #require(catalogue.event(named: "deployed")?.examples.first?.value)
        guard case .object(let members) = example else {
            Issue.record("the example is no object")
            return
        }
        let block = members.first { $0.name == "block_number" }?.value
        let version = members.first { $0.name == "model_version" }?.value
        #expect(block == .number("6500123"))
        #expect(version == .string("1"))
    }
}
