package import EventCatalogue
package import Foundation

/// The documents of one format; the same catalogue and history always give the same bytes.
package struct CatalogueExport: Sendable, Hashable {
    /// The documents, in the order of the catalogue.
    package let documents: [ExportedDocument]

    /// Exports a catalogue.
    ///
    /// - Parameters:
    ///   - catalogue: A valid catalogue.
    ///   - format: What to export it as.
    ///   - history: What earlier releases changed; shown in Markdown and HTML.
    package init(of catalogue: Catalogue, as format: ExportFormat, history: CatalogueHistory = CatalogueHistory()) {
        documents =
            switch format {
            case .jsonSchema: SchemaDocuments(catalogue).all
            case .asyncAPI:
                [ExportedDocument(name: "asyncapi.json", text: AsyncAPIDocument(catalogue).value.indentedJSON)]
            case .cloudEvents:
                [ExportedDocument(name: "cloudevents.json", text: CloudEventsDocument(catalogue).value.indentedJSON)]
            case .markdown:
                [ExportedDocument(name: "catalogue.md", text: MarkdownDocument(catalogue, history: history).text)]
            case .html:
                [ExportedDocument(name: "catalogue.html", text: CataloguePage(catalogue, history: history).text)]
            }
    }

    /// Writes the documents whose bytes are not there yet; a file that stays the same keeps its date.
    ///
    /// - Returns: the names of the files that were written.
    /// - Throws: what the file system throws.
    @discardableResult
    package func write(to folder: URL) throws -> [String] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let outdated = stale(in: folder)
        for document in documents where outdated.contains(document.name) {
            try Data(document.text.utf8).write(to: folder.appendingPathComponent(document.name), options: .atomic)
        }
        return outdated
    }

    /// The names of the documents that are missing from a folder or hold other bytes.
    package func stale(in folder: URL) -> [String] {
        documents.filter { document in
            (try? Data(contentsOf: folder.appendingPathComponent(document.name))) != Data(document.text.utf8)
        }.map(\.name)
    }
}
