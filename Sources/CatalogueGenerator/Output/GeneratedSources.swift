package import EventCatalogue
package import Foundation

/// The source of a catalogue. In Swift: one file for each file of the catalogue, and an index.
package struct GeneratedSources: Sendable, Hashable {
    /// The files, those of the catalogue first, in its order.
    package let files: [GeneratedFile]

    /// Takes files that another generator made.
    package init(files: [GeneratedFile]) { self.files = files }

    /// The name of the index: streams, and the list of all events.
    package static let indexName = "Catalogue.generated.swift"

    /// What names of generated files end with.
    private static let suffix = ".generated.swift"

    /// The name of the file that a catalogue file becomes: `hokusai.catalogue.yaml` becomes `hokusai.generated.swift`.
    package static func fileName(forCatalogueFile path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let isCatalogue = name.hasSuffix(CatalogueFile.suffix)
        return (isCatalogue ? String(name.dropLast(CatalogueFile.suffix.count)) : name) + ".generated.swift"
    }

    /// Generates source; the same catalogue always gives the same bytes.
    ///
    /// - Throws: ``GenerationProblems`` with everything that the catalogue says and Swift cannot.
    package static func make(from catalogue: Catalogue) throws(GenerationProblems) -> GeneratedSources {
        let names = CatalogueNames(catalogue)
        let invariants = InvariantTable(catalogue)
        var problems: [GenerationProblem] = []
        var files: [GeneratedFile] = []
        for file in catalogue.files {
            let renderer = FileRenderer(file: file, catalogue: catalogue, names: names, invariants: invariants)
            let rendering = renderer.rendering
            problems += rendering.problems
            files.append(
                GeneratedFile(
                    name: fileName(forCatalogueFile: file.path), text: rendering.lines.joined(separator: "\n") + "\n"))
        }
        let index = IndexRenderer(catalogue: catalogue, names: names).lines
        files.append(GeneratedFile(name: indexName, text: index.joined(separator: "\n") + "\n"))
        guard problems.isEmpty else { throw GenerationProblems(problems: problems) }
        return GeneratedSources(files: files)
    }

    /// Writes the files whose bytes are not there yet; a file that stays the same keeps its date.
    ///
    /// - Returns: the names of the files that were written.
    /// - Throws: what the file system throws.
    @discardableResult
    package func write(to folder: URL) throws -> [String] {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let outdated = stale(in: folder)
        for file in files where outdated.contains(file.name) {
            let place = folder.appendingPathComponent(file.name)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.text.utf8).write(to: place, options: .atomic)
        }
        return outdated
    }

    /// The names of the generated files in a folder that this catalogue does not have: of catalogue files that are gone.
    package func leftovers(in folder: URL) -> [String] {
        let names = Set(files.map(\.name))
        let present = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return present.filter { $0.hasSuffix(Self.suffix) && !names.contains($0) }.sorted().filter { name in
            // Somebody's own file of such a name is left alone.
            let text = try? Data(contentsOf: folder.appendingPathComponent(name))
            return text?.starts(with: Data(FileRenderer.mark.utf8)) == true
        }
    }

    /// The names of the files that are missing from a folder or hold other bytes.
    package func stale(in folder: URL) -> [String] {
        files.filter { file in
            (try? Data(contentsOf: folder.appendingPathComponent(file.name))) != Data(file.text.utf8)
        }.map(\.name)
    }
}

/// Everything that a catalogue says and generated Swift cannot.
package struct GenerationProblems: Error, Sendable, Hashable, CustomStringConvertible {
    /// By the order of the catalogue.
    package let problems: [GenerationProblem]

    /// One problem after another, in the form that compilers print.
    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
