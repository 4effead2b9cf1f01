import EventCatalogue
import Foundation
import Testing

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

    @Test("a folder and a file read as they were")
    func reads() throws {
        let repository = try Repository()
        let path = "\(repository.folder)/schemas"
        try repository.write(
            "schemas/a.catalogue.yaml", SampleCatalogue.text.replacing("order_placed:", with: "order_taken:"))
        let sources = try GitCatalogueSource.sources(reference: "v1", path: path)
        #expect(sources.map(\.path) == ["v1:\(path)/a.catalogue.yaml"])
        #expect(sources.first?.bytes == Array(SampleCatalogue.text.utf8))
        #expect(try CatalogueReader.read(sources).valid().events.map(\.name) == ["order_placed"])
        #expect(try CatalogueReader.read(path: path).valid().events.map(\.name) == ["order_taken"])
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
