import ArgumentParser
import CatalogueEvents
import CatalogueGenerator
import EventCatalogue

/// `eventbus catalogue generate`: the typed source of a catalogue.
struct CatalogueGenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Write typed Swift, Python or TypeScript for every event of the catalogue.",
        discussion: """
            A file is written only when its content changes. Swift packages that use the GenerateEvents plugin need no \
            checked-in files. Python and TypeScript are packages without dependencies, in a folder of the package's \
            name. \(ExitStatus.help)
            """)

    @OptionGroup var options: CatalogueOptions
    @OptionGroup var form: OutputOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Folder for the generated files.", valueName: "folder"))
    var output: String

    @Option(help: "What to write: \(GeneratedLanguage.allCases.map(\.rawValue).joined(separator: ", ")).")
    var language: GeneratedLanguage = .swift

    @Option(
        name: .customLong("package"),
        help: ArgumentHelp(
            "Name of the Python or TypeScript package; unless given, the catalogue's id as an identifier.",
            valueName: "name"))
    var packageName: String?

    @Flag(help: "Write nothing; exit with 1 where a file is missing or stale.")
    var check = false

    func validate() throws {
        guard let name = packageName?.utf8 else { return }
        guard language != .swift else {
            throw ValidationError("--package is for Python and TypeScript: in Swift the files belong to your module")
        }
        let beginsWell = name.first.map { ($0 | 0x20) &- 0x61 < 26 } ?? false
        guard beginsWell, name.allSatisfy({ $0 == 0x5F || $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 }) else {
            throw ValidationError("--package must be of letters, digits and `_`, and begin with a letter")
        }
    }

    func run() async throws {
        let sources = try sources(of: LoadedCatalogue.load(options.catalogue()).catalogue)
        try FolderOutput(path: output, isCheck: check, form: form.form, kind: "generated").run(sources)
    }

    private func sources(of catalogue: Catalogue) throws -> GeneratedSources {
        do throws(GenerationProblems) {
            return try language.sources(of: catalogue, package: packageName)
        } catch {
            for problem in error.problems { CommandContext.printError("\(problem)") }
            throw CommandFailure(.invalidInput, "the catalogue cannot be generated")
        }
    }
}
