import YAMLReader

/// Reads catalogue files: parse, assemble, check; every diagnostic of every stage in one run.
package enum CatalogueReader {
    /// Reads the files of one catalogue; their order does not matter.
    package static func read(_ sources: [CatalogueSource]) -> CatalogueReading {
        let diagnostics = DiagnosticCollector()
        let parser = CatalogueFileParser(reader: NodeReader(diagnostics: diagnostics))
        var files: [ParsedFile] = []
        var isComplete = true
        for source in sources.sorted(by: { $0.path < $1.path }) {
            let reading = YAMLReader.readAll(source.bytes, path: source.path)
            for error in reading.errors {
                diagnostics.report(
                    error.kind == .duplicateKey ? DuplicateKey.self : YAMLSyntax.self, at: error.location, error.message
                )
            }
            if let node = reading.node {
                files.append(parser.file(node, path: source.path))
            } else {
                isComplete = false
            }
        }
        let catalogue = CatalogueAssembler(diagnostics: diagnostics).catalogue(files)
        // With a file missing, everything that it declares would be reported as unknown.
        if isComplete { CatalogueChecker.check(catalogue, diagnostics: diagnostics) }
        return CatalogueReading(catalogue: catalogue, diagnostics: diagnostics.sorted)
    }

    /// Reads a file, or a folder of `*.catalogue.yaml` files.
    ///
    /// - Throws: ``CatalogueSourceError`` where there is nothing to read; what is wrong with the text is in the result.
    package static func read(path: String) throws(CatalogueSourceError) -> CatalogueReading {
        read(try CatalogueFiles.sources(at: path))
    }
}
