import EventCatalogue
import Foundation
import Testing

@testable import CatalogueExports

@Suite("the HTML page")
struct PageTests {
    /// What a browser would see of a page.
    private struct Seen: Decodable {
        let faults: [String]
        let ids: [String]
        let links: [String]
        let sources: [String]
        let handlers: [String]
        let policy: String
        let styles: [String]
        let scripts: [String]
        let text: String
        let tags: [String: Int]
    }

    private static let history = CatalogueHistory(releases: [
        .init(
            event: "texts_sampled", version: "1.2.3", date: "2026-11-21",
            changes: [.init(rule: "FIELD_ADDED_OPTIONAL", severity: .info, text: "The field <b>span</b> was added.")])
    ])

    private static func seen(_ catalogue: EventCatalogue.Catalogue) throws -> Seen {
        let page = try #require(CatalogueExport(of: catalogue, as: .html, history: history).documents.first)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).html")
        defer { try? FileManager.default.removeItem(at: file) }
        try page.text.write(to: file, atomically: true, encoding: .utf8)
        let script = Catalogues.package.appendingPathComponent("Tests/CatalogueExportsTests/Validators/page.py")
        return try JSONDecoder().decode(Seen.self, from: SchemaValidator.run("python3", [script.path, file.path]))
    }

    @Test("it asks for nothing from elsewhere, and its policy allows its own style and script only")
    func isSelfContained() throws {
        let seen = try Self.seen(try Catalogues.hokusai())
        #expect(seen.sources.isEmpty && seen.handlers.isEmpty && seen.tags["link"] == nil)
        #expect(seen.links.allSatisfy { $0.hasPrefix("#") })
        #expect(seen.policy.hasPrefix("default-src 'none'; "))
        #expect(!seen.policy.contains("unsafe") && !seen.policy.contains("http"))
        // Whoever changes the style or the script puts these into PagePolicy.
        #expect(seen.styles == [PagePolicy.styleHash])
        #expect(seen.scripts == [PagePolicy.scriptHash])
        #expect(!PageStyle.text.contains("url(") && !PageStyle.text.contains("@import"))
    }

    @Test("it is well formed, and each link leads to an element or a search")
    func isWellFormed() throws {
        for catalogue in try [Catalogues.hokusai(), Catalogues.shop(), Catalogues.every()] {
            let seen = try Self.seen(catalogue)
            #expect(seen.faults == [], "\(catalogue.id)")
            #expect(Set(seen.ids).count == seen.ids.count, "\(catalogue.id)")
            let lost = seen.links.filter { !$0.hasPrefix("#q=") && !seen.ids.contains(String($0.dropFirst())) }
            #expect(lost == [], "\(catalogue.id)")
        }
    }

    @Test("text of the catalogue stays text, whatever it looks like")
    func escapes() throws {
        let seen = try Self.seen(try Catalogues.every())
        #expect(seen.tags["script"] == 1 && seen.tags["b"] == nil)
        #expect(seen.text.contains("Texts; </script><script>alert(\"x\")</script>."))
        #expect(seen.text.contains("A <b>bold</b> description | with a pipe & an ampersand."))
        #expect(seen.text.contains("Every <type> & \"constraint\""))
        #expect(seen.text.contains("<script>alert(1)</script>"))
        #expect(seen.text.contains("The field <b>span</b> was added."))
        #expect(HTMLText.escaped("'\"<&>") == "&#39;&quot;&lt;&amp;&gt;")
    }

    @Test("events, fields, constraints, routes, people, streams, types and history are all there")
    func isComplete() throws {
        let catalogue = try Catalogues.every()
        let seen = try Self.seen(catalogue)
        for event in catalogue.events {
            #expect(seen.ids.contains("event-\(event.name)"))
            let lost = FieldRow.rows(event.fields).filter { !seen.text.contains($0.path) }
            #expect(lost.isEmpty)
        }
        for text in [
            "multiple of 5", "1 to 4 characters", "matches ^https:", "unit: percent",
            "com.example.every.texts_sampled.v1",
            "held for 30s in every:numbers:processing", "reads small", "#lab", "Small is positive.",
            "said elsewhere", "FIELD_ADDED_OPTIONAL", "2026-11-21", "one of 3 objects, by kind", "of the case circle",
        ] {
            #expect(seen.text.contains(text), "\(text)")
        }
    }

    @Test("each edge and node of the graph is drawn, and no two nodes overlap")
    func graph() throws {
        for catalogue in try [Catalogues.hokusai(), Catalogues.every(), Catalogues.large(events: 60, fields: 1)] {
            let graph = EventGraph(catalogue)
            let layout = GraphLayout(graph)
            #expect(layout.boxes.count == graph.columns.joined().count)
            let boxes = Array(layout.boxes.values)
            for (index, box) in boxes.enumerated() {
                let overlaps = boxes[(index + 1)...].filter { other in
                    abs(other.y - box.y) < GraphLayout.boxHeight && box.x < other.x + other.width
                        && other.x < box.x + box.width
                }
                #expect(overlaps.isEmpty)
                #expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= layout.width)
                #expect(box.y + GraphLayout.boxHeight <= layout.height)
            }
            let drawing = GraphDrawing.html(catalogue)
            #expect(drawing.split(separator: "class=\"tip\"").count - 1 == graph.edges.count)
        }
    }

    @Test("the layout crosses fewer edges than the order of the file does")
    func crossings() throws {
        let text = """
            catalogue: 1
            id: com.example.crossed
            services: { a: {}, b: {}, c: {} }
            streams: { all: {} }
            events:
              first_happened: { version: 1.0.0, stream: all, producers: [a], consumers: [c], fields: { x: string } }
              second_happened: { version: 1.0.0, stream: all, producers: [b], consumers: [a], fields: { x: string } }
              third_happened: { version: 1.0.0, stream: all, producers: [a], consumers: [c], fields: { x: string } }
              fourth_happened: { version: 1.0.0, stream: all, producers: [b], consumers: [a], fields: { x: string } }
            """
        let catalogue = try CatalogueReader.read([CatalogueSource(path: "crossed", text: text)]).valid()
        let graph = EventGraph(catalogue)
        #expect(Self.crossings(graph.columns, graph.edges) == 2)
        #expect(Self.crossings(GraphLayout(graph).columns, graph.edges) == 0)
    }

    private static func crossings(_ columns: [[EventGraph.Node]], _ edges: [EventGraph.Edge]) -> Int {
        var places: [EventGraph.Node: Int] = [:]
        for column in columns { for (index, node) in column.enumerated() { places[node] = index } }
        var count = 0
        for (index, one) in edges.enumerated() {
            for other in edges[(index + 1)...] where one.from.kind == other.from.kind {
                let start = places[one.from, default: 0] - places[other.from, default: 0]
                let end = places[one.to, default: 0] - places[other.to, default: 0]
                if start * end < 0 { count += 1 }
            }
        }
        return count
    }
}
