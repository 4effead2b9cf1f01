import CatalogueEvolution
import EventCatalogue
import Foundation
import Testing
import YAMLReader

struct ReportTests {
    private func report(_ edits: [(String, String)]) throws -> CatalogueReport {
        let old = try EvolvingCatalogue.read(EvolvingCatalogue.text, path: "old")
        let new = try EvolvingCatalogue.read(EvolvingCatalogue.text(edits), path: "a folder/new")
        let findings = CatalogueComparison(from: old, to: new, named: "main").findings()
        return CatalogueReport(subject: "main → new", entries: findings.map { ReportEntry($0) })
    }

    private static let widened = ("step: { type: int64, multiple_of: 10 }", "step: { type: double, multiple_of: 10 }")
    private static let described = ("An order was placed.", "A <b>new</b> | text.")

    @Test("for people: what, before and after, who breaks, what to do, where")
    func text() throws {
        let text = try report([Self.widened]).text(.text)
        for piece in [
            "order_placed\n  error FIELD_TYPE_CHANGED step", "int64 → double", "breaks `books` (owner `shop`, #shop)",
            "to do: ", "at a folder/new:", "before at old:", "main → new: 2 errors",
        ] {
            #expect(text.contains(piece), "\(piece) in \(text)")
        }
    }

    @Test("as compilers write it, one line for each finding, with a note for what it was")
    func lines() throws {
        let lines = try report([Self.widened]).text(.lines).split(separator: "\n")
        let matching = lines.filter { $0.contains(/^a folder\/new:\d+:\d+: error: .* \[[A-Z_0-9]+\]$/) }
        #expect(matching.count == 2)
        #expect(lines.filter { $0.contains(/^old:\d+:\d+: note:/) }.count == 2)
    }

    @Test("JSON that any reader of JSON reads")
    func json() throws {
        let text = try report([Self.widened]).text(.json)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let summary = try #require(object["summary"] as? [String: Any])
        #expect(summary["errors"] as? Int == 2)
        let findings = try #require(object["findings"] as? [[String: Any]])
        #expect(findings.compactMap { $0["rule"] as? String } == ["FIELD_TYPE_CHANGED", "VERSION_NOT_BUMPED"])
    }

    @Test("Markdown that no text of the catalogue can break")
    func markdown() throws {
        let invariant = ("weight <= 40", "weight <= 41 | <script>")
        let old = try EvolvingCatalogue.read(EvolvingCatalogue.text, path: "old")
        let text = EvolvingCatalogue.text([invariant])
        let new = CatalogueReader.read([CatalogueSource(path: "new", text: text)]).catalogue
        let findings = CatalogueComparison(from: old, to: new, named: "main").findings()
        let markdown = CatalogueReport(subject: "s", entries: findings.map { ReportEntry($0) }).text(.markdown)
        #expect(!markdown.contains("<script>"))
        #expect(markdown.contains("&lt;script>"))
        let rows = markdown.split(separator: "\n").filter { $0.hasPrefix("| ❌") }
        #expect(rows.count == 2)
        for row in rows { #expect(row.replacing("\\|", with: "").count { $0 == "|" } == 6) }
    }

    @Test("SARIF: every result names a rule of the list, its place and the places that belong to it")
    func sarif() throws {
        let text = try report([Self.widened]).text(.sarif)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["version"] as? String == "2.1.0")
        let run = try #require((object["runs"] as? [[String: Any]])?.first)
        let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
        let rules = try #require(driver["rules"] as? [[String: Any]]).compactMap { $0["id"] as? String }
        for result in try #require(run["results"] as? [[String: Any]]) {
            let index = try #require(result["ruleIndex"] as? Int)
            #expect(rules[index] == result["ruleId"] as? String)
            #expect(result["level"] as? String == "error")
            #expect("\(result["locations"] ?? "")".contains("a%20folder/new"))
        }
    }

    @Test("annotations: one command in one line for each finding")
    func annotations() throws {
        let lines = try report([Self.described, Self.widened]).text(.github).split(separator: "\n")
        #expect(lines.count == 2)
        for line in lines { #expect(line.contains(/^::error file=a folder\/new,line=\d+,col=\d+,title=[A-Z_]+::/)) }
    }

    @Test("nothing found is said, and not shown as an empty page")
    func nothing() throws {
        let report = try report([])
        #expect(report.text(.text) == "main → new: nothing found")
        #expect(report.text(.lines).isEmpty)
        #expect(report.text(.markdown).contains("nothing found"))
    }
}
