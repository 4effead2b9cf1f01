import CatalogueGenerator
import EventCatalogue
import Foundation
import Testing

/// The catalogue of this folder, which the build plugin has also generated into this very target.
enum Fixture {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    static func catalogue() throws -> EventCatalogue.Catalogue {
        try CatalogueReader.read(path: folder.path).valid()
    }

    /// What reading a catalogue of one file gives.
    static func reading(_ text: String) -> CatalogueReading {
        let head = "catalogue: 1\nid: com.example.test\nstreams: { s: {} }\n"
        return CatalogueReader.read([CatalogueSource(path: "test.catalogue.yaml", text: head + text)])
    }

    /// A catalogue of one file.
    static func catalogue(_ text: String) throws -> EventCatalogue.Catalogue { try reading(text).valid() }

    /// A catalogue of one event with these fields.
    static func catalogue(fields: String, types: String = "", event: String = "") throws -> EventCatalogue.Catalogue {
        try catalogue(text(fields: fields, types: types, event: event))
    }

    /// The text of a catalogue of one event with these fields, without its head.
    static func text(fields: String, types: String = "", event: String = "") -> String {
        """
        types: {\(types)}
        events:
          thing_happened:
            version: 1.0.0
            stream: s
            aggregate: { type: thing, id: "{id}" }
            \(event)
            fields: { id: { type: string }, \(fields) }
        """
    }
}

@Suite("generated source")
struct GoldenTests {
    @Test(
        "it is byte for byte what is checked in",
        arguments: ["shop.generated.swift", "payments.generated.swift", "Catalogue.generated.swift"])
    func golden(name: String) throws {
        let generated = try GeneratedSources.make(from: Fixture.catalogue())
        let file = try #require(generated.files.first { $0.name == name })
        let golden = Fixture.folder.appending(path: "Goldens/\(name).golden")
        if ProcessInfo.processInfo.environment["EVENTBUS_WRITE_GOLDENS"] != nil {
            try Data(file.text.utf8).write(to: golden)
        }
        #expect(try String(contentsOf: golden, encoding: .utf8) == file.text)
    }

    @Test("it is the same each time, in whatever order the files come")
    func deterministic() throws {
        let sources = try CatalogueFiles.sources(at: Fixture.folder.path)
        let first = try GeneratedSources.make(from: CatalogueReader.read(sources).valid())
        for _ in 0..<5 {
            #expect(try GeneratedSources.make(from: CatalogueReader.read(sources.shuffled()).valid()) == first)
        }
        #expect(
            first.files.map(\.name) == [
                "keywords.generated.swift", "payments.generated.swift", "shop.generated.swift",
                "Catalogue.generated.swift",
            ])
    }

    @Test("ten plain fields take at most sixty lines")
    func size() throws {
        func lines(_ fields: Int) throws -> Int {
            let list = (0..<fields).map { "field_\($0): { type: string, min_length: 1 }" }.joined(separator: ", ")
            return try GeneratedSources.make(from: Fixture.catalogue(fields: list)).files[0].text.split(separator: "\n")
                .count
        }
        #expect(try lines(19) - lines(9) <= 40)
        #expect(try lines(9) <= 65, "an event of ten fields with its declaration and the head of its file")
    }

    @Test("a file is written only when its bytes change, and a stale folder is told by name")
    func writing() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "generated-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let sources = try GeneratedSources.make(from: Fixture.catalogue(fields: "a: { type: string }"))
        let names = ["test.generated.swift", GeneratedSources.indexName]
        #expect(sources.stale(in: folder) == names)
        #expect(try sources.write(to: folder) == names)
        #expect(sources.stale(in: folder).isEmpty)
        let file = folder.appending(path: "test.generated.swift")
        let past = Date(timeIntervalSince1970: 1_000_000)
        try FileManager.default.setAttributes([.modificationDate: past], ofItemAtPath: file.path)
        #expect(try sources.write(to: folder).isEmpty)
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.modificationDate] as? Date == past)
        let changed = try GeneratedSources.make(from: Fixture.catalogue(fields: "a: { type: bool }"))
        #expect(changed.stale(in: folder) == ["test.generated.swift"])
        #expect(try changed.write(to: folder) == ["test.generated.swift"])
    }

    @Test("what is left of a catalogue file that is gone is told by name; somebody's own files are not")
    func leftovers() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "generated-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let sources = try GeneratedSources.make(from: Fixture.catalogue(fields: "a: { type: string }"))
        #expect(sources.leftovers(in: folder).isEmpty)
        try sources.write(to: folder)
        let generated = try Data(contentsOf: folder.appending(path: "test.generated.swift"))
        try generated.write(to: folder.appending(path: "gone.generated.swift"))
        try generated.write(to: folder.appending(path: "gone.swift"))
        try Data("let own = 1\n".utf8).write(to: folder.appending(path: "own.generated.swift"))
        #expect(sources.leftovers(in: folder) == ["gone.generated.swift"])
    }

    @Test(
        "what Swift has no form for is refused with its place, by the check and, unchecked, by the generator",
        arguments: [
            ("a: { type: decimal, multiple_of: \"0.5\" }", "multiple_of"),
            ("a: { type: object, fields: { b: { type: string } }, default: { b: x } }", "default"),
        ])
    func problems(field: String, word: String) throws {
        let reading = Fixture.reading(Fixture.text(fields: field))
        let error = #expect(throws: GenerationProblems.self) { try GeneratedSources.make(from: reading.catalogue) }
        let checked = reading.diagnostics.map(\.description)
        for text in [error?.description ?? ""] + checked {
            #expect(text.hasPrefix("test.catalogue.yaml:11:"), "\(text)")
            #expect(text.contains(word))
        }
        #expect(checked.count == 1)
    }
}
