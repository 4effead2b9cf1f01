import CatalogueEvents
import EventBus
import EventCatalogue
import Foundation
import HokusaiEvents
import Testing

@Suite("fields that are not shown in logs")
struct HiddenFieldTests {
    @Test("generated declarations and those read from the catalogue name the same ones")
    func agreement() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let catalogue = try CatalogueReader.read(path: root.appendingPathComponent("schemas").path).catalogue
        let read = Dictionary(
            uniqueKeysWithValues: LoadedCatalogue(catalogue).declarations.map { ($0.type, $0.hiddenFields) })
        let generated = Dictionary(uniqueKeysWithValues: Catalogue.declarations.map { ($0.type, $0.hiddenFields) })
        #expect(read == generated)
        #expect(generated["model_ready_to_deploy"] == ["contributor_address"])
    }
}
