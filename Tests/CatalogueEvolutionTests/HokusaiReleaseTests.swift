import CatalogueEvolution
import EventCatalogue
import Foundation
import Testing
import YAMLReader

/// The repository's own catalogue against what was released of it.
@Suite("schemas/")
struct HokusaiReleaseTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../schemas").standardizedFileURL.path

    private static func lock() throws -> CatalogueLock {
        let path = folder + "/" + CatalogueLock.fileName
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        let (lock, findings) = LockReader.read(CatalogueSource(path: path, bytes: [UInt8](data)))
        try #require(findings == [])
        return lock
    }

    private static var goldens: [String] {
        let paths = FileManager.default.enumerator(atPath: folder + "/golden")?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".json") }.sorted()
    }

    @Test("what was released is kept: nothing that a service reads is gone, and each change has its version")
    func kept() throws {
        let reading = try CatalogueReader.read(path: Self.folder)
        for diagnostic in reading.diagnostics { Issue.record("\(diagnostic)") }
        let check = ReleaseCheck(
            reading.catalogue, against: try Self.lock(), today: "2026-11-21", goldens: Self.goldens)
        let errors = check.findings.filter { $0.severity == .error }
        for error in errors { Issue.record("\(error)") }
        #expect(errors.isEmpty && !check.findings.contains { $0.rule == .lockMissingVersion })
    }

    @Test("every version is released")
    func released() throws {
        let catalogue = try CatalogueReader.read(path: Self.folder).valid()
        let unreleased = ReleaseCheck(catalogue, against: try Self.lock(), today: "2026-11-21").unreleased
        #expect(unreleased.map(\.name) == [], "run: eventbus catalogue release schemas")
    }

    @Test("the kept examples are those of the lock, and payloads of their versions")
    func goldens() throws {
        let lock = try Self.lock()
        #expect(lock.goldens.map(\.path).sorted() == Self.goldens)
        for golden in lock.goldens {
            let text = try String(contentsOfFile: "\(Self.folder)/golden/\(golden.path)", encoding: .utf8)
            #expect(text == golden.text, "\(golden.path)")
        }
        for release in lock.releases {
            let checker = PayloadChecker(release.contents.catalogue)
            for example in release.contents.event.examples {
                #expect(checker.violations(of: example.value, in: release.contents.event) == [])
            }
        }
    }

    @Test("whichever field a service reads is deleted, the service, the field and what to do are named")
    func everyRead() throws {
        let lock = try Self.lock()
        let catalogue = try CatalogueReader.read(path: Self.folder).valid()
        var tried = 0
        for (index, event) in catalogue.events.enumerated() {
            for consumer in event.consumers {
                for read in consumer.reads {
                    var changed = catalogue
                    changed.events[index].fields.removeAll { $0.name == read.name }
                    let findings = ReleaseCheck(changed, against: lock, today: "2026-11-21").findings
                    let finding = try #require(
                        findings.first {
                            $0.rule == .consumerReadsRemovedField && $0.path == read.name
                                && $0.services.map(\.name) == [consumer.service.name]
                        })
                    #expect(finding.description.contains("`\(consumer.service.name)` reads"))
                    #expect(finding.description.contains("keep the field, or first release a"))
                    #expect(finding.services.first?.contact != nil)
                    tried += 1
                }
            }
        }
        #expect(tried > 30)
    }
}
