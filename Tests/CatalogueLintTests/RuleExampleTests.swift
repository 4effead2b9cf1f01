import CatalogueLint
import EventCatalogue
import Foundation
import Testing

@Suite("the examples of the rules")
struct RuleExampleTests {
    static let names = RuleCatalogue.all.map { $0.id.rawValue }

    private func rule(_ name: String) throws -> any CatalogueRule.Type {
        let found = RuleCatalogue.rule(RuleID(rawValue: name))
        return try #require(found)
    }

    /// What a rule's level finds in a catalogue.
    private func diagnostics(_ example: RuleExample, _ level: RuleCategory) throws -> [Diagnostic] {
        let today = try #require(CalendarDate("2026-06-01"))
        // Whether an ignore is of use shows only where the rule that it names is applied.
        let lint = CatalogueLint(level: max(level, .standard), today: today)
        return lint.check(CatalogueReader.read(example.sources))
    }

    @Test(
        "a failing example breaks its rule as badly as the rule says, and no other rule that every catalogue must satisfy",
        arguments: names)
    func failing(name: String) throws {
        let rule = try rule(name)
        let found = try diagnostics(rule.failing, rule.category)
        let all = found.map(\.description).joined(separator: "\n")
        let severities = Set(found.filter { $0.rule == rule.id }.map(\.severity))
        #expect(severities == [rule.severity], "\(all)")
        let minimal = Set(MinimalRules.all.map { $0.id })
        let others = found.filter { minimal.contains($0.rule) && $0.rule != rule.id }
        #expect(others.map(\.description) == [])
    }

    @Test("a passing example does not break its rule, nor one that every catalogue must satisfy", arguments: names)
    func passing(name: String) throws {
        let rule = try rule(name)
        let found = try diagnostics(rule.passing, rule.category)
        let minimal = Set(MinimalRules.all.map { $0.id })
        let own = found.filter { $0.rule == rule.id || minimal.contains($0.rule) }
        #expect(own.map(\.description) == [])
    }

    @Test("every rule has a name of its own, in capitals, and says what it asks for")
    func naming() {
        #expect(Set(Self.names).count == Self.names.count)
        for rule in RuleCatalogue.all {
            let name = rule.id.rawValue
            #expect(name == name.uppercased() && !name.contains(" "))
            #expect(rule.summary.hasSuffix(".") && rule.failing != rule.passing, "\(name)")
        }
    }

    @Test("every rule that the sources declare is in the list, and so in its documentation and in these tests")
    func complete() throws {
        let sources = Repository.folder.appendingPathComponent("Sources")
        var declared: [String] = []
        for folder in ["EventCatalogue/Rules/Minimal", "CatalogueLint"] {
            let files = FileManager.default.enumerator(
                at: sources.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            while let file = files?.nextObject() as? URL {
                guard file.pathExtension == "swift" else { continue }
                let text = try String(contentsOf: file, encoding: .utf8)
                declared += text.matches(of: /static let id: RuleID = "([A-Z0-9_]+)"/).map { String($0.output.1) }
            }
        }
        #expect(declared.sorted() == Self.names.sorted())
        #expect(declared.count >= 70)
    }
}
