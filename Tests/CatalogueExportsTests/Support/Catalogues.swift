import EventCatalogue
import Foundation

/// The catalogues that the tests export.
enum Catalogues {
    /// The package's folder, from this file's place in it.
    static let package = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The platform's own.
    static func hokusai() throws -> EventCatalogue.Catalogue { try read("schemas") }
    /// The one that the generator is tested with.
    static func shop() throws -> EventCatalogue.Catalogue {
        try read("Tests/CatalogueGeneratorTests/shop.catalogue.yaml")
    }
    /// The one with every type, constraint and presence, whose generated readers are part of this module.
    static func every() throws -> EventCatalogue.Catalogue {
        try read("Tests/CatalogueExportsTests/every.catalogue.yaml")
    }

    private static func read(_ path: String) throws -> EventCatalogue.Catalogue {
        try CatalogueReader.read(path: package.appendingPathComponent(path).path).valid()
    }

    /// A catalogue of many events, `fields` fields each, from one service to another.
    static func large(events: Int, fields: Int) throws -> EventCatalogue.Catalogue {
        var text = """
            catalogue: 1
            id: com.example.large
            services: { sender: {}, reader: {} }
            streams: { all: {} }
            events:

            """
        for event in 0..<events {
            text += "  thing_\(event)_happened:\n    version: 1.0.0\n    summary: The thing number \(event) happened.\n"
            text += "    stream: all\n    producers: [sender]\n    consumers: [reader]\n    fields:\n"
            for field in 0..<fields {
                text += "      field_\(field): { type: string, max_length: 100, description: What \(field) is. }\n"
            }
        }
        return try CatalogueReader.read([CatalogueSource(path: "large.catalogue.yaml", text: text)]).valid()
    }
}
