import CatalogueGenerator
import EventCatalogue
import Foundation
import LanguageSchema
import PythonGenerator
import TypeScriptGenerator

/// The packages of a catalogue, generated and compiled in a folder of their own.
struct Packages {
    let catalogue: EventCatalogue.Catalogue
    /// Holds `python/<name>` and `typescript/<name>`.
    let folder: URL
    static let name = "events"

    var python: URL { folder.appending(path: "python") }
    var typeScript: URL { folder.appending(path: "typescript/\(Self.name)") }
    var compiled: URL { typeScript.appending(path: "dist") }

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let drivers = root.appending(path: "Tests/LanguageTests/Drivers")

    static var appendScript: AppendScript {
        get throws {
            AppendScript(
                text: try String(
                    contentsOf: root.appending(path: "Sources/RedisEventBus/Scripts/append.lua"), encoding: .utf8))
        }
    }

    /// Generates and compiles the packages of the catalogue at a path of the repository.
    init(_ path: String) throws {
        try self.init(CatalogueReader.read(path: Self.root.appending(path: path).path).valid())
    }

    /// Generates and compiles the packages of a catalogue.
    init(_ catalogue: EventCatalogue.Catalogue) throws {
        self.catalogue = catalogue
        folder = FileManager.default.temporaryDirectory.appending(path: "languages-\(UUID().uuidString)")
        let script = try Self.appendScript
        try PythonPackage.make(from: catalogue, name: Self.name, appendScript: script).write(to: python)
        try TypeScriptPackage.make(from: catalogue, name: Self.name, appendScript: script)
            .write(to: folder.appending(path: "typescript"))
        let compiling = try Program.run(["tsc"], folder: typeScript)
        if compiling.status != 0 { throw Failure(description: "tsc: \(compiling.text)\(compiling.errors)") }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// One of each for the whole run.
    static let hokusai = Result { try Packages("schemas") }
    static let everything = Result { try Packages("Tests/LanguageTests") }
    static let shop = Result { try Packages("Tests/CatalogueGeneratorTests") }
}
