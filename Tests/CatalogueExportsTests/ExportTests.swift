import CatalogueExports
import EventCatalogue
import Foundation
import Testing

@Suite("exports")
struct ExportTests {
    @Test("the same catalogue gives the same bytes", arguments: ExportFormat.allCases)
    func isDeterministic(format: ExportFormat) throws {
        let (first, second) = (try Catalogues.every(), try Catalogues.every())
        #expect(CatalogueExport(of: first, as: format) == CatalogueExport(of: second, as: format))
        let documents = CatalogueExport(of: first, as: format).documents
        #expect(!documents.isEmpty && documents.allSatisfy { $0.text.hasSuffix("\n") })
    }

    @Test("only files whose bytes change are written, and stale ones are named")
    func writesWhatChanges() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let export = CatalogueExport(of: try Catalogues.hokusai(), as: .jsonSchema)
        #expect(export.stale(in: folder) == export.documents.map(\.name))
        #expect(try export.write(to: folder) == export.documents.map(\.name))
        #expect(try export.write(to: folder) == [])
        let name = try #require(export.documents.first?.name)
        try "{}".write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
        #expect(export.stale(in: folder) == [name])
        #expect(try export.write(to: folder) == [name])
        #expect(export.stale(in: folder) == [])
    }
}
