import CatalogueEvolution
import EventCatalogue
import Testing
import YAMLReader

struct CatalogueComparisonTests {
    private func findings(_ edits: [(String, String)]) throws -> [ChangeFinding] {
        let old = try EvolvingCatalogue.read(EvolvingCatalogue.text, path: "old")
        let new = try EvolvingCatalogue.read(EvolvingCatalogue.text(edits), path: "new")
        return CatalogueComparison(from: old, to: new, named: "main").findings()
    }

    @Test("removing a field names the service that reads it, its owner, the place and what to do")
    func removal() throws {
        let findings = try findings([
            ("      note: { type: string, presence: optional, max_length: 100 }\n", ""),
            ("items.sku, note]", "items.sku]"),
        ])
        let finding = try #require(findings.first { $0.rule == .consumerReadsRemovedField })
        #expect(finding.severity == .error)
        #expect(finding.services.map(\.name) == ["packer"])
        #expect(finding.services.first?.owner == "depot")
        #expect(finding.services.first?.contact == "#depot")
        #expect(finding.location.path == "new")
        #expect(finding.oldLocation?.path == "old")
        #expect(finding.description.contains("which `packer` reads"))
        #expect(finding.description.contains("take it out of its `reads`"))
    }

    @Test("a field that only the new catalogue says is read counts too")
    func readsAdded() throws {
        let old = try EvolvingCatalogue.read(
            EvolvingCatalogue.text([("items.sku, note]", "items.sku]")]), path: "old")
        let text = EvolvingCatalogue.text([
            ("      note: { type: string, presence: optional, max_length: 100 }\n", "")
        ])
        let new = CatalogueReader.read([CatalogueSource(path: "new", text: text)]).catalogue
        let lost = CatalogueComparison(from: old, to: new, named: "main").findings()
            .filter { $0.rule == .consumerReadsRemovedField }
        #expect(lost.map(\.path) == ["note"])
    }

    @Test("what a service reads is followed through named types, and may not become something else either")
    func followed() throws {
        let renamed = try findings([
            ("sku: { type: Sku }", "code: { type: Sku }"), ("items.sku, note", "items.code, note"),
        ])
        #expect(renamed.filter { $0.rule == .consumerReadsRemovedField }.map(\.path) == ["items.sku"])
        let flattened = try findings([
            ("items: { type: array, items: { type: Item }, min_items: 1, max_items: 10 }", "items: { type: string }"),
            ("items.sku, note", "items, note"),
        ])
        #expect(flattened.filter { $0.rule == .consumerReadsRemovedField }.map(\.path) == ["items.sku"])
        #expect(flattened.contains { $0.rule == .fieldTypeChanged && $0.path == "items" })
    }

    @Test("a field that a service reads cannot go in a new major version either, until the service lets go of it")
    func removalInMajor() throws {
        let edits = [
            ("      note: { type: string, presence: optional, max_length: 100 }\n", ""),
            ("items.sku, note]", "items.sku]"), ("version: 1.2.0", "version: 2.0.0"),
        ]
        let kept = try findings(edits).filter { $0.severity == .error }.map(\.rule)
        #expect(Set(kept) == [.consumerReadsRemovedField])
    }

    @Test("a change within what a service reads names it; one beside it does not", arguments: [true, false])
    func nested(isRead: Bool) throws {
        let edit =
            isRead
            ? ("sku: { type: Sku }", "sku: { type: Sku, min_length: 6 }") : ("maximum: 99", "maximum: 9")
        let finding = try #require(try findings([edit]).first { $0.severity == .error })
        // `books` says nothing of what it reads, so that everything may hit it; `till` writes.
        #expect(finding.services.map(\.name) == (isRead ? ["packer", "books", "till"] : ["books", "till"]))
    }

    @Test("an event that is gone names all its consumers")
    func eventRemoved() throws {
        let old = try EvolvingCatalogue.read(EvolvingCatalogue.text, path: "old")
        var new = old
        new.events = []
        let findings = CatalogueComparison(from: old, to: new, named: "main").findings()
        #expect(findings.map(\.rule) == [.eventRemoved])
        #expect(findings.first?.services.map(\.name) == ["packer", "books"])
        #expect(CatalogueComparison(from: new, to: old, named: "main").findings().map(\.rule) == [.eventAdded])
    }

    @Test("breaking changes are free in a new major version, and the version must say so")
    func majors() throws {
        let breaking = ("customer: { type: string }", "customer: { type: int64 }")
        let same = try findings([breaking])
        #expect(Set(same.filter { $0.severity == .error }.map(\.rule)) == [.fieldTypeChanged, .versionNotBumped])
        let minor = try findings([breaking, ("version: 1.2.0", "version: 1.3.0")])
        #expect(minor.contains { $0.rule == .versionBumpTooSmall && $0.message.contains("major") })
        let major = try findings([breaking, ("version: 1.2.0", "version: 2.0.0")])
        #expect(major.allSatisfy { $0.severity == .note })
        #expect(major.contains { $0.rule == .fieldTypeChanged })
    }

    @Test(
        "each change needs the part of the version that it deserves",
        arguments: [
            ("An order was placed.", "Ordered.", "1.2.1", true),
            ("An order was placed.", "Ordered.", "1.2.0", false),
            ("step:", "extra: { type: string, presence: optional }\n      step:", "1.3.0", true),
            ("step:", "extra: { type: string, presence: optional }\n      step:", "1.2.1", false),
        ])
    func bumps(_ old: String, _ new: String, _ version: String, _ isEnough: Bool) throws {
        let findings = try findings([(old, new), ("version: 1.2.0", "version: \(version)")])
        let isRefused = findings.contains { $0.rule == .versionNotBumped || $0.rule == .versionBumpTooSmall }
        #expect(isRefused != isEnough)
    }

    @Test("a draft may change and go")
    func drafts() throws {
        let draft = ("version: 1.2.0", "version: 1.2.0\n    status: draft")
        let old = try EvolvingCatalogue.read(EvolvingCatalogue.text([draft]), path: "old")
        let changed = EvolvingCatalogue.text([draft, ("customer: { type: string }", "customer: { type: int64 }")])
        let new = try EvolvingCatalogue.read(changed, path: "new")
        var gone = new
        gone.events = []
        for state in [new, gone] {
            let findings = CatalogueComparison(from: old, to: state, named: "main").findings()
            #expect(!findings.isEmpty && findings.allSatisfy { $0.severity == .note })
        }
    }

    @Test("a version that nobody released may change without rising")
    func unreleased() throws {
        let old = try EvolvingCatalogue.read(EvolvingCatalogue.text, path: "old")
        let text = EvolvingCatalogue.text([("An order was placed.", "Ordered.")])
        let new = try EvolvingCatalogue.read(text, path: "new")
        let findings = CatalogueComparison(from: old, to: new, named: "main")
            .findings(lock: CatalogueLock(id: old.id))
        #expect(findings.map(\.rule) == [.documentationChanged])
    }
}
