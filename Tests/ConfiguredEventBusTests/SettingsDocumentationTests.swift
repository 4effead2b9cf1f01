import ConfiguredEventBus
import Foundation
import Testing

@Suite("docs/configuration.md")
struct SettingsDocumentationTests {
    @Test("it is what the settings say of themselves")
    func isCurrent() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("docs/configuration.md")
        let wanted = SettingsDocumentation.markdown
        guard (try? String(contentsOf: file, encoding: .utf8)) != wanted else { return }
        // What to put there, for whoever changed a setting.
        let fresh = FileManager.default.temporaryDirectory.appendingPathComponent("configuration.md")
        try Data(wanted.utf8).write(to: fresh)
        Issue.record("docs/configuration.md is stale; what it should be is in \(fresh.path)")
    }

    @Test("each setting has a row of its own")
    func rows() {
        for setting in Setting.all {
            let rows = SettingsDocumentation.markdown.split(separator: "\n").filter {
                $0.hasPrefix("| `\(setting.key)` | `\(setting.environmentVariable)` |")
            }
            #expect(rows.count == 1, "\(setting.key)")
        }
    }
}
