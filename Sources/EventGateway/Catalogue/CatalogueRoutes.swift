import CatalogueEvents
import CatalogueExports
import EventCatalogue
import HTTPTypes
import Hummingbird

/// The catalogue, for people and for programs.
struct CatalogueRoutes: Sendable {
    private let documents: CatalogueDocuments
    private let catalogue: Catalogue

    init(_ parts: GatewayParts) {
        catalogue = parts.catalogue.catalogue
        documents = CatalogueDocuments(catalogue)
    }

    func add(to routes: RouterGroup<GatewayContext>) {
        routes.get("catalogue") { request, _ in documents.json.response(to: request) }
        routes.get("catalogue.html") { request, _ in documents.page.response(to: request) }
        routes.get("asyncapi.json") { request, _ in documents.asyncAPI.response(to: request) }
        routes.get("schemas/{type}") { request, context in
            try schema(of: try context.parameter("type"), request)
        }
    }

    /// What a publisher may write; with `?view=reader` what a reader accepts.
    private func schema(of name: String, _ request: Request) throws -> Response {
        guard let event = catalogue.event(named: name) else {
            throw Problem.unknownEvent(name, in: catalogue.events.map(\.name))
        }
        let word = try QueryReader(request, names: ["view"]).one("view") ?? SchemaView.writer.rawValue
        guard let view = SchemaView(rawValue: word), let schema = documents.schema(of: event.name, view: view) else {
            throw Problem(.badRequest, "there is no view “\(word.prefix(32))”; it is writer or reader")
        }
        return schema.response(to: request)
    }
}
