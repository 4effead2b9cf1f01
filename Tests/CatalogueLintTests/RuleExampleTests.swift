import CatalogueLint
import EventCatalogue
import Testing

@Suite("the examples of the rules")
struct RuleExampleTests {
    static let names = RuleCatalogue.all.map { $0.id.rawValue }

    private func rule(_ name: String) throws -> any CatalogueRule.Type {
        let found = RuleCatalogue.rule(RuleID(rawValue: name))
        return try #require(found)
    }

    @Test(
        "a failing example breaks its rule as badly as the rule says, and breaks no other rule of every catalogue",
        arguments: names)
    func failing(name: String) throws {
        let rule = try rule(name)
        let diagnostics = CatalogueReader.read(rule.failing.sources).diagnostics
        let all = diagnostics.map(\.description).joined(separator: "\n")
        let own = diagnostics.filter { $0.rule == rule.id }
        let severities = Set(own.map(\.severity))
        #expect(severities == [rule.severity], "\(all)")
        #expect(diagnostics.count == own.count, "\(all)")
    }

    @Test("a passing example breaks no rule of its category", arguments: names)
    func passing(name: String) throws {
        let rule = try rule(name)
        let diagnostics = CatalogueReader.read(rule.passing.sources).diagnostics
        #expect(diagnostics.map(\.description) == [])
    }
}
