import EventCatalogue
import Foundation
import Testing
import YAMLReader

@Suite("the fields that consumers read")
struct ConsumerContractTests {
    private func catalogue(_ path: String, _ text: String = SampleCatalogue.text) -> Catalogue {
        CatalogueReader.read([CatalogueSource(path: path, text: text)]).catalogue
    }

    private func violations(old: String = SampleCatalogue.text, new: String) -> [Diagnostic] {
        ConsumerContract.violations(old: catalogue("old", old), new: catalogue("new", new))
    }

    @Test("an unchanged catalogue, a new field and a removed field that nobody reads break nobody")
    func harmless() {
        #expect(violations(new: SampleCatalogue.text) == [])
        let added = SampleCatalogue.replacing(
            "      size: {", with: "      note: { type: string, presence: optional }\n      size: {")
        #expect(violations(new: added) == [])
        let removed = SampleCatalogue.replacing(
            "      price: { type: double, presence: optional, nullable: true }\n", with: "")
        #expect(violations(new: removed) == [])
    }

    @Test("a removed field names the service, its owner and how to reach it, the field, both lines and the way out")
    func removedField() throws {
        let new = SampleCatalogue.text
            .replacing("sku: { type: Sku }", with: "code: { type: Sku }")
            .replacing("item.sku", with: "item.code")
        let found = violations(new: new)
        #expect(found.count == 1)
        let diagnostic = try #require(found.first)
        #expect(diagnostic.rule == .consumerReadsRemovedField && diagnostic.severity == .error)
        #expect(diagnostic.location == SourceLocation(path: "new", line: 22, column: 3))
        for part in ["`order_placed`", "`item.sku`", "`packer`", "`depot` (#depot)", "`reads`"] {
            #expect(diagnostic.message.contains(part), "\(diagnostic.message)")
        }
        #expect(diagnostic.notes.map(\.location) == [SourceLocation(path: "old", line: 32, column: 7)])
        #expect(diagnostic.description.hasPrefix("new:22:3: error: "))
        #expect(diagnostic.description.contains("[CONSUMER_READS_REMOVED_FIELD]\nold:32:7: note: "))
    }

    @Test("taking the field out of `reads` in the same change does not hide that it is gone")
    func readsRemovedToo() {
        let new = SampleCatalogue.text.replacing("sku: { type: Sku }", with: "code: { type: Sku }")
            .replacing(", item.sku]", with: "]")
        #expect(violations(new: new).count == 1)
    }

    @Test("a field that only the new catalogue says is read counts too")
    func readsAdded() {
        let old = SampleCatalogue.text.replacing(", item.sku]", with: "]")
        let new = SampleCatalogue.text.replacing("sku: { type: Sku }", with: "code: { type: Sku }")
        #expect(violations(old: old, new: new).count == 1)
    }

    @Test("an event that is gone breaks each of its consumers; a new name with an alias breaks none")
    func removedEvent() throws {
        let gone = SampleCatalogue.text.replacing("order_placed:", with: "order_taken:")
        let found = violations(new: gone)
        #expect(found.count == 1)
        #expect(found.first?.location == SourceLocation(path: "new", line: 1, column: 1))
        #expect(found.first?.message.contains("`order_placed` is gone") == true)
        #expect(found.first?.message.contains("`packer`") == true)
        #expect(found.first?.notes.first?.location == SourceLocation(path: "old", line: 22, column: 3))
        let renamed = gone.replacing("version: 1.0.0", with: "version: 1.0.0\n    aliases: [order_placed]")
        #expect(violations(new: renamed) == [])
    }

    @Test("a field is followed through named types")
    func namedTypes() {
        func text(_ inner: String) -> String {
            SampleCatalogue.text
                .replacing("  Sku: {", with: "  Item: { type: object, fields: { \(inner): string } }\n  Sku: {")
                .replacing(
                    "type: object\n        fields:\n          sku: { type: Sku }\n          count: { type: int32, minimum: 1, default: 1 }",
                    with: "type: Item")
        }
        #expect(violations(old: text("sku"), new: text("sku")) == [])
        #expect(violations(old: text("sku"), new: text("code")).count == 1)
    }
}

@Suite("catalogues of earlier commits")
struct GitCatalogueSourceTests {
    /// A repository with one commit tagged `v1`, removed at the end.
    private struct Repository: ~Copyable {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("repository-\(UUID().uuidString)")
            .path

        init() throws {
            try FileManager.default.createDirectory(atPath: "\(folder)/schemas", withIntermediateDirectories: true)
            try write("schemas/a.catalogue.yaml", SampleCatalogue.text)
            try git("init", "-q", ".")
            try git("add", ".")
            try git(
                "-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false",
                "commit", "-q", "-m", "first")
            try git("tag", "v1")
        }

        deinit { try? FileManager.default.removeItem(atPath: folder) }

        func write(_ path: String, _ text: String) throws {
            try text.write(toFile: "\(folder)/\(path)", atomically: true, encoding: .utf8)
        }

        private func git(_ arguments: String...) throws {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["git", "-C", folder] + arguments
            try process.run()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
        }
    }

    @Test("a folder and a file read as they were, and compare with what is there now")
    func reads() throws {
        let repository = try Repository()
        let path = "\(repository.folder)/schemas"
        try repository.write(
            "schemas/a.catalogue.yaml", SampleCatalogue.text.replacing("order_placed:", with: "order_taken:"))
        let sources = try GitCatalogueSource.sources(reference: "v1", path: path)
        #expect(sources.map(\.path) == ["v1:\(path)/a.catalogue.yaml"])
        #expect(sources.first?.bytes == Array(SampleCatalogue.text.utf8))
        let old = try CatalogueReader.read(sources).valid()
        let new = try CatalogueReader.read(path: path).valid()
        #expect(ConsumerContract.violations(old: old, new: new).count == 1)
        let file = try GitCatalogueSource.sources(reference: "HEAD", path: "\(path)/a.catalogue.yaml")
        #expect(file.first?.bytes == sources.first?.bytes && file.first?.path == "HEAD:\(path)/a.catalogue.yaml")
    }

    @Test("a folder that is gone from the working tree is still read from the commit")
    func goneFromWorkingTree() throws {
        let repository = try Repository()
        try FileManager.default.removeItem(atPath: "\(repository.folder)/schemas")
        #expect(try GitCatalogueSource.sources(reference: "v1", path: "\(repository.folder)/schemas").count == 1)
    }

    @Test("an unknown reference, path or repository each has its own clear error")
    func errors() throws {
        let repository = try Repository()
        func kind(_ reference: String, _ path: String) -> CatalogueSourceError.Kind? {
            do throws(CatalogueSourceError) {
                _ = try GitCatalogueSource.sources(reference: reference, path: path)
                return nil
            } catch { return error.kind }
        }
        let folder = repository.folder
        #expect(kind("v2", "\(folder)/schemas") == .unknownReference)
        #expect(kind("--upload-pack=x", "\(folder)/schemas") == .unknownReference)
        #expect(kind("", "\(folder)/schemas") == .unknownReference)
        #expect(kind("v1", "\(folder)/other.catalogue.yaml") == .notFound)
        #expect(kind("v1", folder) == .empty)
        #expect(kind("v1", "/nowhere/at/all/x") == .notFound)
        #expect(kind("v1", FileManager.default.temporaryDirectory.path) == .git)
    }
}
