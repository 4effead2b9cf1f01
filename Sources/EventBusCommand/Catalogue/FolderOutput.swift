import CatalogueExports
import CatalogueGenerator
import EventBus
import Foundation

/// Files that a command makes, written into a folder where they differ from what is there, or compared with it.
struct FolderOutput {
    /// The folder as it was given.
    let path: String
    /// Whether nothing is written.
    let isCheck: Bool
    let form: OutputOptions.Form
    /// What the files are called in messages: "generated".
    let kind: String

    /// Writes or compares what generators make.
    ///
    /// - Throws: ``CommandFailure`` where a file cannot be written, or is stale and was to be checked.
    func run(_ sources: GeneratedSources) throws {
        try run(sources.files.map(\.name), stale: sources.stale(in:)) { try sources.write(to: $0) }
    }

    /// Writes or compares what exports make.
    ///
    /// - Throws: ``CommandFailure`` where a file cannot be written, or is stale and was to be checked.
    func run(_ export: CatalogueExport) throws {
        try run(export.documents.map(\.name), stale: export.stale(in:)) { try export.write(to: $0) }
    }

    private func run(
        _ names: [String], stale: (URL) -> [String], write: (URL) throws -> [String]
    ) throws {
        let folder = URL(fileURLWithPath: path)
        let outdated: Set<String>
        do {
            outdated = Set(isCheck ? stale(folder) : try write(folder))
        } catch {
            throw CommandFailure(.failure, "\(path) cannot be written: \(error.localizedDescription)")
        }
        for name in names { report(name, outdated.contains(name) ? (isCheck ? "stale" : "written") : "up to date") }
        if isCheck, !outdated.isEmpty {
            throw CommandFailure(
                .failure, "\(outdated.count) \(kind) file(s) in \(path) are stale: run this command without --check")
        }
    }

    private func report(_ name: String, _ state: String) {
        switch form {
        case .text: CommandContext.print("\(path)/\(name): \(state)")
        case .json:
            CommandContext.print("\(["file": .string("\(path)/\(name)"), "state": .string(state)] as JSONValue)")
        }
    }
}
