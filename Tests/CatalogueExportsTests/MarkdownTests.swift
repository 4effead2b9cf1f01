import EventCatalogue
import Testing

@testable import CatalogueExports

@Suite("the Markdown document")
struct MarkdownTests {
    private static func lines(_ catalogue: EventCatalogue.Catalogue) throws -> [String] {
        let history = CatalogueHistory(releases: [
            .init(
                event: "texts_sampled", version: "1.2.3",
                changes: [.init(rule: "DEFAULT_CHANGED", severity: .warning, text: "A default | changed.")])
        ])
        let document = try #require(CatalogueExport(of: catalogue, as: .markdown, history: history).documents.first)
        return document.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("every row of a table has the cells of its head")
    func tables() throws {
        for catalogue in try [Catalogues.hokusai(), Catalogues.shop(), Catalogues.every()] {
            var cells: Int?
            for line in try Self.lines(catalogue) {
                guard line.hasPrefix("|") else {
                    cells = nil
                    continue
                }
                let count = line.replacing("\\|", with: "").count { $0 == "|" }
                #expect(count == cells ?? count, "\(line)")
                cells = count
            }
        }
    }

    @Test("links of the index lead to headings, and fences close")
    func anchors() throws {
        for catalogue in try [Catalogues.hokusai(), Catalogues.every()] {
            let lines = try Self.lines(catalogue)
            let anchors = lines.filter { $0.hasPrefix("#") }.map {
                MarkdownText.anchor(String($0.drop { "# ".contains($0) }))
            }
            for event in catalogue.events { #expect(anchors.contains(event.name)) }
            #expect(lines.count { $0.hasPrefix("```") } % 2 == 0)
        }
    }

    @Test("events, graph, examples and history are there")
    func isComplete() throws {
        let text = try Self.lines(try Catalogues.every()).joined(separator: "\n")
        for part in [
            "# Every &lt;type&gt; &amp; \"constraint\"", "    p0[\"source\"]", "    p0 --> e0", "\"text\": \"ab\"",
            "- 1.2.3\n  - warning `DEFAULT_CHANGED`: A default \\| changed.", "- `sink` reads `small`",
            "Small is positive. `small > 0`", "**Deprecated**",
        ] {
            #expect(text.contains(part), "\(part)")
        }
    }

    @Test(
        "text of the catalogue means nothing in Markdown",
        arguments: [
            ("a|b", "a\\|b"), ("<b>", "&lt;b&gt;"), ("*x* [y](z)", "\\*x\\* \\[y\\](z)"), ("two\nlines", "two lines"),
            ("snake_case _x_", "snake_case \\_x\\_"),
        ])
    func escapes(text: String, written: String) {
        #expect(MarkdownText.plain(text) == written)
    }

    @Test(
        "code is fenced by more backticks than it holds",
        arguments: [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``")])
    func code(text: String, written: String) {
        #expect(MarkdownText.code(text) == written)
    }
}
