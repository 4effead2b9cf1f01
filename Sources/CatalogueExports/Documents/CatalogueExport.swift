package import EventCatalogue

/// Exports of a catalogue; the same catalogue and history always give the same bytes.
package enum CatalogueExport {
    /// The documents of a format, in the order of the catalogue.
    ///
    /// - Parameters:
    ///   - catalogue: A valid catalogue.
    ///   - history: What earlier releases changed; shown in Markdown and HTML.
    package static func documents(
        of catalogue: Catalogue, history: CatalogueHistory = CatalogueHistory(), format: ExportFormat
    ) -> [ExportedDocument] {
        switch format {
        case .jsonSchema: SchemaDocuments(catalogue).all
        case .asyncAPI:
            [ExportedDocument(name: "asyncapi.json", text: AsyncAPIDocument(catalogue).value.indentedJSON)]
        case .cloudEvents:
            [ExportedDocument(name: "cloudevents.json", text: CloudEventsDocument(catalogue).value.indentedJSON)]
        case .markdown:
            [ExportedDocument(name: "catalogue.md", text: MarkdownDocument(catalogue, history: history).text)]
        case .html: [ExportedDocument(name: "catalogue.html", text: CataloguePage(catalogue, history: history).text)]
        }
    }
}
