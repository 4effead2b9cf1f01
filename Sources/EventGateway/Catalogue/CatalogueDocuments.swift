import CatalogueExports
import EventBus
import EventCatalogue
import HTTPTypes

/// The catalogue in every form in which the gateway gives it out; made once, since it does not change while it runs.
struct CatalogueDocuments: Sendable {
    /// For programs: events with their fields, routes and consumers.
    let json: EntityAnswer
    /// For people.
    let page: EntityAnswer
    /// For tools of AsyncAPI.
    let asyncAPI: EntityAnswer
    private let schemas: [String: EntityAnswer]

    init(_ catalogue: Catalogue) {
        json = EntityAnswer("\(CatalogueDescription(catalogue).json)", type: "application/json")
        page = EntityAnswer(
            Self.text(catalogue, .html), type: "text/html; charset=utf-8",
            headers: [.contentSecurityPolicy: PagePolicy.text + "; frame-ancestors 'none'"])
        asyncAPI = EntityAnswer(Self.text(catalogue, .asyncAPI), type: "application/json")
        var schemas: [String: EntityAnswer] = [:]
        for document in CatalogueExport(of: catalogue, as: .jsonSchema).documents {
            schemas[document.name] = EntityAnswer(document.text, type: "application/schema+json")
        }
        self.schemas = schemas
    }

    /// The JSON Schema of an event's payloads.
    ///
    /// - Parameter view: Whether it describes what may be published, or what readers accept.
    func schema(of event: String, view: SchemaView) -> EntityAnswer? {
        schemas["\(event).\(view.rawValue).schema.json"]
    }

    private static func text(_ catalogue: Catalogue, _ format: ExportFormat) -> String {
        CatalogueExport(of: catalogue, as: format).documents.map(\.text).joined()
    }
}
