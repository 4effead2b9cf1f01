import ArgumentParser
import CatalogueGenerator
import EventBus
import EventCatalogue
import Foundation

/// `eventbus catalogue generate`: the typed Swift of a catalogue.
struct CatalogueGenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write typed Swift for every event of the catalogue.",
        discussion: """
            A file is written only when its content changes. Packages that use the GenerateEvents plugin need no \
            checked-in files. \(ExitStatus.help)
            """)

    @OptionGroup var options: CatalogueOptions
    @OptionGroup var form: OutputOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Folder for the generated files.", valueName: "folder"))
    var output: String

    @Flag(help: "Write nothing; exit with 1 where a file is missing or stale.")
    var check = false

    func run() async throws {
        let sources = try sources(of: LoadedCatalogue.load(options.catalogue()).catalogue)
        let folder = URL(fileURLWithPath: output)
        let outdated = check ? sources.stale(in: folder) : try write(sources, to: folder)
        for file in sources.files {
            let isOutdated = outdated.contains(file.name)
            report(file.name, isOutdated ? (check ? "stale" : "written") : "up to date")
        }
        if check, !outdated.isEmpty {
            throw CommandFailure(
                .failure, "\(outdated.count) generated file(s) in \(output) are stale: run this command without --check"
            )
        }
    }

    private func sources(of catalogue: Catalogue) throws -> GeneratedSources {
        do throws(GenerationProblems) {
            return try GeneratedSources.make(from: catalogue)
        } catch {
            for problem in error.problems { CommandContext.printError("\(problem)") }
            throw CommandFailure(.invalidInput, "the catalogue cannot be generated")
        }
    }

    private func write(_ sources: GeneratedSources, to folder: URL) throws -> [String] {
        do {
            return try sources.write(to: folder)
        } catch {
            throw CommandFailure(.failure, "\(output) cannot be written: \(error.localizedDescription)")
        }
    }

    private func report(_ name: String, _ state: String) {
        switch form.form {
        case .text: CommandContext.print("\(output)/\(name): \(state)")
        case .json:
            CommandContext.print("\(["file": .string("\(output)/\(name)"), "state": .string(state)] as JSONValue)")
        }
    }
}
