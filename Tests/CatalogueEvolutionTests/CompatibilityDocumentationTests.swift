import CatalogueEvolution
import Foundation
import Testing

@Suite("docs/compatibility.md")
struct CompatibilityDocumentationTests {
    @Test("it is what the rules say of themselves")
    func isCurrent() throws {
        let wanted = CompatibilityDocumentation.markdown
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../docs/compatibility.md")
        let found = try? String(contentsOf: file, encoding: .utf8)
        guard found != wanted else { return }
        // What to put there, for whoever changed a rule.
        let fresh = FileManager.default.temporaryDirectory.appendingPathComponent("compatibility.md")
        try Data(wanted.utf8).write(to: fresh)
        Issue.record("docs/compatibility.md is stale; what it should be is in \(fresh.path)")
    }
}
