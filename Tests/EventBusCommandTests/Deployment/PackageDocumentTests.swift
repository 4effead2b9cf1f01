import Foundation
import Testing

@Suite("What the documents say of the package")
struct PackageDocumentTests {
    private static func text(_ path: String) throws -> String {
        try String(contentsOfFile: CommandBench.root + "/" + path, encoding: .utf8)
    }

    /// The rows of a table: the names in backticks of the first column, and the last column.
    private static func rows(_ text: String) -> [(names: [String], last: String)] {
        text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            return (cells[0].matches(of: #/`(\w+)`/#).map { String($0.output.1) }, cells.last ?? "")
        }
    }

    /// The targets of the manifest that lie below `Sources`, with those of them that each one imports.
    private static func targets() throws -> [String: Set<String>] {
        let manifest = try text("Package.swift")
        let list = try #require(manifest.components(separatedBy: "    targets: [\n").last)
        let opening = #/\n? {8}\.(?:target|executableTarget|plugin|systemLibrary|testTarget)\(\s*name: "(\w+)"/#
        let starts = list.matches(of: opening)
        var targets: [String: Set<String>] = [:]
        for (number, start) in starts.enumerated() {
            let end = number + 1 < starts.count ? starts[number + 1].range.lowerBound : list.endIndex
            let body = list[start.range.upperBound..<end]
            let path = body.firstMatch(of: #/path: "([^"]+)"/#)?.output.1
            guard start.output.0.contains(".testTarget") == false, path?.hasPrefix("Sources") != false else { continue }
            let named = body.firstMatch(of: #/dependencies: \[((?s:.*?))\]/#)?.output.1 ?? ""
            let own = named.replacing(#/\.product\([^)]*\)/#, with: "").matches(of: #/"(\w+)"/#)
            targets[String(start.output.1)] = Set(own.map { String($0.output.1) })
        }
        return targets
    }

    @Test("docs/dependencies.md has a row for each package of the manifest, and for no other")
    func packages() throws {
        let manifest = try Self.text("Package.swift")
        let packages = Set(
            manifest.matches(of: #/\.package\(url: "[^"]*\/([^\/"]+)"/#).map { String($0.output.1) })
        #expect(packages.count > 10)
        let section = try Self.text("docs/dependencies.md").components(separatedBy: "## Swift packages\n")[1]
            .components(separatedBy: "\n## ")[0]
        let lines = section.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
        let rows = lines.compactMap { $0.firstMatch(of: #/^\| ([\w.-]+)/#).map { String($0.output.1) } }
        #expect(Set(rows) == packages)
        #expect(rows.count == packages.count)
    }

    @Test("docs/dependencies.md names each library of a package that a target links")
    func products() throws {
        let document = try Self.text("docs/dependencies.md")
        for product in try Self.text("Package.swift").matches(of: #/\.product\(name: "(\w+)", package: "([\w.-]+)"\)/#)
        {
            let row = document.split(separator: "\n").first { $0.hasPrefix("| \(product.output.2)") }
            let isNamed = row?.contains(product.output.1) == true
            #expect(isNamed, "\(product.output.1) of \(product.output.2)")
        }
    }

    @Test("docs/architecture.md lists every part with what it imports, and imports only point down the list")
    func parts() throws {
        let section = try Self.text("docs/architecture.md").components(separatedBy: "## The parts\n")[1]
            .components(separatedBy: "\n## ")[0]
        let rows = Self.rows(section).filter { !$0.names.isEmpty }
        let targets = try Self.targets()
        #expect(targets.count > 20)
        #expect(Set(rows.flatMap(\.names)).isSuperset(of: targets.keys))
        for (number, row) in rows.enumerated() {
            let parts = row.names.filter { targets[$0] != nil }
            let imports = parts.reduce(into: Set<String>()) { $0.formUnion(targets[$1] ?? []) }.subtracting(parts)
            let below = Set(rows.dropFirst(number + 1).flatMap(\.names))
            #expect(imports.isSubset(of: below), "\(parts) imports what stands above it")
            guard row.last != "everything below", parts != ["CHiredis", "CLibYAML"] else { continue }
            let said = Set(row.last.matches(of: #/\w+/#).map { String($0.output) })
            #expect(said == imports, "\(parts)")
        }
    }
}
