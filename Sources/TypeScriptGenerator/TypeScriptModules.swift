import LanguageSchema

/// Which module of the package declares what.
struct TypeScriptModules {
    private let moduleOfFile: [String: String]
    private let moduleOfDeclaration: [String: String]

    init(_ schema: LanguageSchema) {
        var taken: Set<String> = [
            "appendScript", "catalogueTable", "consumer", "events", "index", "json", "publisher",
            "rules", "runtime", "schema", "table", "upcasts", "wires",
        ]
        var modules: [String: String] = [:]
        for file in schema.files {
            modules[file.name] = LanguageText.free(
                LanguageText.identifier(file.name), suffix: "Catalogue", taken: &taken)
        }
        moduleOfFile = modules
        moduleOfDeclaration = schema.fileOfDeclaration.compactMapValues { modules[$0] }
    }

    /// The module of a file of the catalogue.
    func name(of file: LanguageFile) -> String { moduleOfFile[file.name] ?? file.name }

    /// The names that a file needs from other modules, by module, both sorted.
    func imports(of file: LanguageFile) -> [(module: String, names: [String])] {
        let own = name(of: file)
        let foreign = file.references.filter { moduleOfDeclaration[$0] != own }
        return Dictionary(grouping: foreign) { moduleOfDeclaration[$0] ?? own }.sorted { $0.key < $1.key }
            .map { (module: $0.key, names: $0.value) }
    }
}
