import ArgumentParser
import CatalogueGenerator
import EventCatalogue
import LanguageSchema
import PythonGenerator
import RedisEventBus
import TypeScriptGenerator

/// A language that `eventbus catalogue generate` writes.
enum GeneratedLanguage: String, ExpressibleByArgument, CaseIterable {
    case swift
    case python
    case typescript

    /// The source of a catalogue.
    ///
    /// - Parameter package: The name of the package; the catalogue's id as an identifier where it is `nil`. Swift has none.
    /// - Throws: ``GenerationProblems`` with what the catalogue says and the language cannot.
    func sources(of catalogue: Catalogue, package: String?) throws(GenerationProblems) -> GeneratedSources {
        let script = AppendScript(text: ExportedScripts.append)
        switch self {
        case .swift: return try GeneratedSources.make(from: catalogue)
        case .python: return PythonPackage.make(from: catalogue, name: package, appendScript: script)
        case .typescript: return TypeScriptPackage.make(from: catalogue, name: package, appendScript: script)
        }
    }
}
