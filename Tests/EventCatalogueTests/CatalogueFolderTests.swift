import EventCatalogue
import Foundation
import Testing

@Suite("a catalogue of several files")
struct CatalogueFolderTests {
    private static let first = CatalogueSource(
        path: "a.catalogue.yaml",
        text: """
            catalogue: 1
            id: com.example
            defaults: { owner: shop }
            teams: { shop: {} }
            streams: { orders: {} }
            types: { Sku: { type: string } }
            """)

    private func second(_ extra: String = "", id: String = "com.example") -> CatalogueSource {
        CatalogueSource(
            path: "b.catalogue.yaml",
            text: """
                catalogue: 1
                id: \(id)
                events:
                  sold: { version: 1.2.3, stream: orders, fields: { sku: Sku } }
                \(extra)
                """)
    }

    @Test("what one file declares another may use, in whatever order they are read")
    func together() throws {
        let catalogue = try CatalogueReader.read([second(), Self.first]).valid()
        #expect(catalogue.files.map(\.name) == ["a", "b"])
        #expect(catalogue.events(in: catalogue.files[1]).map(\.name) == ["sold"])
        #expect(catalogue.events(in: catalogue.files[0]).isEmpty)
        #expect(catalogue.types(in: catalogue.files[0]).map(\.name) == ["Sku"])
        #expect(catalogue.event(named: "sold")?.owner?.name == "shop")
        #expect(catalogue.event(named: "sold")?.version == SemanticVersion(major: 1, minor: 2, patch: 3))
        #expect(TypeTable(catalogue.types).resolved(.named("Sku")) == .string)
    }

    @Test("a second id, second defaults and a name declared twice are errors with both places")
    func conflicts() {
        func rules(_ source: CatalogueSource) -> [String] {
            CatalogueReader.read([Self.first, source]).diagnostics.map(\.description)
        }
        let id = rules(second(id: "com.other"))
        #expect(id.count == 1 && id[0].hasPrefix("b.catalogue.yaml:2:5") && id[0].contains("a.catalogue.yaml:2:5"))
        #expect(id[0].contains("[CATALOGUE_ONE_ID]"))
        let defaults = rules(second("defaults: {}"))
        #expect(defaults.count == 1 && defaults[0].hasPrefix("b.catalogue.yaml:5:1"))
        #expect(defaults[0].contains("a.catalogue.yaml:3:1"))
        let name = rules(second("types: { Sku: string }"))
        #expect(name.count == 1 && name[0].contains("[NAME_UNIQUE]") && name[0].contains("a.catalogue.yaml:6:10"))
    }

    @Test("a folder gives its catalogue files, sorted; a file gives itself; nothing gives a clear error")
    func disk() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("catalogue-\(UUID().uuidString)")
            .path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let empty = try #require(throws: CatalogueSourceError.self) { try CatalogueReader.read(path: folder) }
        #expect(empty.kind == .empty)
        for source in [second(), Self.first] {
            #expect(FileManager.default.createFile(atPath: "\(folder)/\(source.path)", contents: Data(source.bytes)))
        }
        #expect(FileManager.default.createFile(atPath: "\(folder)/notes.yaml", contents: Data("[".utf8)))
        let reading = try CatalogueReader.read(path: folder + "/")
        #expect(reading.diagnostics.map(\.description) == [])
        #expect(reading.catalogue.files.map(\.path) == ["\(folder)/a.catalogue.yaml", "\(folder)/b.catalogue.yaml"])
        #expect(try CatalogueReader.read(path: "\(folder)/a.catalogue.yaml").isValid)
        let missing = try #require(throws: CatalogueSourceError.self) {
            try CatalogueReader.read(path: "\(folder)/none")
        }
        #expect(missing.kind == .notFound && missing.path.hasSuffix("none"))
    }
}
