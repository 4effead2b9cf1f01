import YAMLReader

/// Holds an assembled catalogue to the rules; each concern is a file beside this one.
struct CatalogueChecker {
    let catalogue: Catalogue
    let types: TypeTable
    let patterns: PatternTable
    let payloads: PayloadChecker
    let diagnostics: DiagnosticCollector

    init(_ catalogue: Catalogue, diagnostics: DiagnosticCollector) {
        self.catalogue = catalogue
        self.diagnostics = diagnostics
        types = TypeTable(catalogue.types)
        patterns = PatternTable(catalogue)
        payloads = PayloadChecker(types: types, patterns: patterns)
    }

    func check() {
        checkNames()
        checkReferences()
        checkTypes()
        checkValues()
        checkTemplates()
        checkExamples()
        checkUpcasts()
        checkStreams()
        checkRoutes()
        checkWires()
    }
}
