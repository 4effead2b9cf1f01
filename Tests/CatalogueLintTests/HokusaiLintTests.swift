import CatalogueLint
import EventCatalogue
import Foundation
import Testing

@Suite("the platform's own catalogue")
struct HokusaiLintTests {
    @Test("it satisfies the level standard, without warnings")
    func isClean() throws {
        let reading = try CatalogueReader.read(path: Repository.folder.appendingPathComponent("schemas").path)
        let today = try #require(CalendarDate("2026-12-01"))
        let diagnostics = CatalogueLint(today: today).check(reading)
        #expect(diagnostics.map(\.description) == [])
    }
}
