package import YAMLReader

extension CatalogueReader {
    /// Reads one catalogue from a node, e.g. of a lock file, without holding it to the rules: what was released once may
    /// break rules that are younger.
    package static func parse(_ node: YAMLNode) -> CatalogueReading {
        let diagnostics = DiagnosticCollector()
        let path = node.location.path
        let file = CatalogueFileParser(reader: NodeReader(diagnostics: diagnostics)).file(node, path: path)
        let catalogue = CatalogueAssembler(diagnostics: diagnostics).catalogue([file])
        return CatalogueReading(catalogue: catalogue, diagnostics: diagnostics.sorted)
    }
}

extension CatalogueValue {
    /// A node as JSON by the core schema of YAML 1.2.
    package init(_ node: YAMLNode) { self = ValueConverter.json(node) }
}
