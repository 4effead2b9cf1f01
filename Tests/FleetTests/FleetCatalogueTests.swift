import CatalogueEvents
import EventBus
import Foundation
import HokusaiEvents
import Testing

@Suite("the catalogue of the deployed services")
struct FleetCatalogueTests {
    @Test("it differs from the catalogue of schemas in routes and wires only")
    func difference() throws {
        let (own, fleet) = (try Self.bare("schemas"), try Self.bare("config/fleet"))
        #expect(own.count > 200)
        #expect(own == fleet)
    }

    @Test(
        "model_ready_to_deploy goes to the Python list and the TypeScript consumer's own, each with the lists it watches"
    )
    func orders() throws {
        let routes = try Fleet.declaration(of: "model_ready_to_deploy").routes
        #expect(
            routes.map { "\($0.destination.name) \($0.wire.name)" } == [
                "hokusai:model_ready_queue python_v1", "hokusai:model_ready_queue:typescript typescript_v1",
                "hokusai:model_ready_queue:pubsub python_v1_payload",
                "hokusai:events:model_ready_to_deploy cloudevents",
            ])
        let queue = try #require(routes[1].queue)
        #expect(queue.processing == "hokusai:processing_queue")
        #expect(queue.dead == "hokusai:dlq")
    }

    @Test("nothing is routed to the list from which the answers come in")
    func answers() throws {
        let places = try LoadedCatalogue(Fleet.catalogue()).declarations.flatMap(\.routes).map(\.destination.name)
        #expect(!places.contains("hokusai:token_deployed_queue"))
        #expect(places.contains("hokusai:events:deployed"))
    }

    /// The lines of a catalogue without comments and what may differ: `wires`, and each event's `routes`.
    private static func bare(_ folder: String) throws -> [Substring] {
        let file = Fleet.root.appending(path: folder).appending(path: "hokusai.catalogue.yaml")
        var passedOver: String?
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { line in
            let indentation = String(line.prefix { $0 == " " })
            if let former = passedOver, indentation.count > former.count { return false }
            passedOver = line == "wires:" || line == "    routes:" ? indentation : nil
            return passedOver == nil && !line.drop { $0 == " " }.hasPrefix("#")
        }
    }
}
