import CatalogueGenerator
import EventCatalogue
import Foundation
import LanguageSchema
import PythonGenerator
import Testing
import TypeScriptGenerator

@Suite("generated packages")
struct GeneratedPackageTests {
    static let catalogues = [
        "schemas", "Tests/LanguageTests", "Tests/CatalogueGeneratorTests",
        "Tests/KeywordTypes",
    ]

    @Test(
        "Python compiles without a warning and imports, whatever the catalogue calls its things", arguments: catalogues)
    func python(path: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "python-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.python(path).write(to: folder)
        let compiled = try Program.run(["python3", "-W", "error", "-m", "compileall", "-q", folder.path])
        #expect(compiled.status == 0, "\(compiled.text)\(compiled.errors)")
        let code = "import events, events.publisher, events.consumer; print(len(events.EVENTS))"
        let imported = try Program.run(["python3", "-W", "error", "-c", code], folder: folder)
        let count = try CatalogueReader.read(path: Packages.root.appending(path: path).path).valid().events.count
        #expect(imported.text == "\(count)\n", "\(imported.errors)")
    }

    @Test("TypeScript compiles under strict settings, whatever the catalogue calls its things", arguments: catalogues)
    func typeScript(path: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "typescript-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let catalogue = try CatalogueReader.read(path: Packages.root.appending(path: path).path).valid()
        let sources = TypeScriptPackage.make(from: catalogue, name: "events", appendScript: try Packages.appendScript)
        try sources.write(to: folder)
        let compiled = try Program.run(["tsc", "--noEmit"], folder: folder.appending(path: "events"))
        #expect(compiled.status == 0, "\(compiled.text)\(compiled.errors)")
    }

    @Test("the same catalogue gives the same bytes, and a package has the name that is asked for")
    func deterministic() throws {
        let first = try Self.python("Tests/CatalogueGeneratorTests")
        for _ in 0..<3 { #expect(try Self.python("Tests/CatalogueGeneratorTests") == first) }
        #expect(first.files.allSatisfy { $0.name.hasPrefix("events/") })
        let catalogue = try CatalogueReader.read(path: Packages.root.appending(path: "schemas").path).valid()
        let unnamed = PythonPackage.make(from: catalogue, appendScript: AppendScript(text: "return 1\n"))
        #expect(unnamed.files.contains { $0.name == "ai_hokus_events/hokusai.py" })
    }

    @Test("an invariant refuses an event that breaks it, and lets through what is unknown")
    func invariants() throws {
        let catalogue = try CatalogueReader.read(path: Packages.root.appending(path: "schemas").path).valid()
        let folder = FileManager.default.temporaryDirectory.appending(path: "invariants-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let source = InvariantSource(runtime: "def at_least(a, b):\n    return None if a is None else a >= b\n") {
            event in
            event.invariants.map {
                InvariantSource.Check(
                    name: $0.name, message: $0.description ?? $0.rule,
                    expression: "at_least(p.get(\"current_value\"), 0.5)")
            }
        }
        let script = try Packages.appendScript
        try PythonPackage.make(from: catalogue, name: "events", appendScript: script, invariants: source)
            .write(to: folder)
        let payload = try #require(catalogue.event(named: "model_ready_to_deploy")?.examples.first?.value.json)
        let code = """
            import events, sys
            event = events.ModelReadyToDeploy.from_json(sys.stdin.read())
            event.to_json()
            event.current_value = 0.25
            try:
                event.to_json()
            except events.InvalidPayload as error:
                print(error.path, error.rule)
            """
        let program = try Program.run(["python3", "-c", code], input: payload, folder: folder)
        #expect(program.text == "$ invariant\n", "\(program.errors)")
    }

    private static func python(_ path: String) throws -> GeneratedSources {
        let catalogue = try CatalogueReader.read(path: Packages.root.appending(path: path).path).valid()
        return PythonPackage.make(from: catalogue, name: "events", appendScript: try Packages.appendScript)
    }
}
