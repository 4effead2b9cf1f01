import CatalogueLint
import EventCatalogue
import Foundation
import Testing

@Suite("docs/rules.md")
struct RuleDocumentationTests {
    @Test("it is what the rules say of themselves")
    func isCurrent() throws {
        let today = try #require(CalendarDate("2026-06-01"))
        let wanted = RuleDocumentation(today: today).markdown
        let file = Repository.folder.appendingPathComponent("docs/rules.md")
        let found = try? String(contentsOf: file, encoding: .utf8)
        guard found != wanted else { return }
        // What to put there, for whoever changed a rule.
        let fresh = FileManager.default.temporaryDirectory.appendingPathComponent("rules.md")
        try Data(wanted.utf8).write(to: fresh)
        Issue.record("docs/rules.md is stale; what it should be is in \(fresh.path)")
    }
}
