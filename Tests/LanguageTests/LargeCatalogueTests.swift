import EventCatalogue
import LanguageSchema
import Testing

@Suite("large catalogues in other languages")
struct LargeCatalogueTests {
    @Test("a field of a named type costs the same however many types there are")
    func namedTypes() throws {
        let types = (0..<1_500).map { "  T\($0): { type: string, max_length: 5 }" }.joined(separator: "\n")
        let fields = (0..<3_000).map { "      f\($0): T\($0 % 1_500)" }.joined(separator: "\n")
        let text = """
            catalogue: 1
            id: com.example.large
            streams: { s: {} }
            types:
            \(types)
            events:
              thing_happened:
                version: 1.0.0
                stream: s
                aggregate: { type: thing, id: "{f0}" }
                fields:
            \(fields)
            """
        let catalogue = CatalogueReader.read([CatalogueSource(path: "large.catalogue.yaml", text: text)]).catalogue
        try #require(catalogue.events.first?.fields.count == 3_000)
        var schema: LanguageSchema?
        let duration = ContinuousClock().measure { schema = LanguageSchema(catalogue) }
        #expect(schema?.events.first?.fields.count == 3_000)
        #expect(duration < .seconds(3))
    }
}
