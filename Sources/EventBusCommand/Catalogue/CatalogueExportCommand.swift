import ArgumentParser
import CatalogueEvents
import CatalogueExports
import EventCatalogue

/// `eventbus catalogue export`: the catalogue for other languages, tools and people.
struct CatalogueExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the catalogue as JSON Schema, AsyncAPI, CloudEvents attributes, Markdown or HTML.",
        discussion: """
            A file is written only when its content changes. With --output - a format of one document is printed; \
            json-schema writes two files for each event and needs a folder. The history in Markdown and HTML is that of \
            the lock file beside the catalogue. \(ExitStatus.help)
            """)

    @OptionGroup var options: CatalogueOptions
    @OptionGroup var form: OutputOptions

    @Option(
        help: ArgumentHelp("json-schema, asyncapi, cloudevents, markdown or html.", valueName: "format"),
        transform: Self.format)
    var format: ExportFormat

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Folder for the files, or - to print the document.", valueName: "folder"))
    var output = "-"

    @Flag(help: "Write nothing; exit with 1 where a file is missing or stale.")
    var check = false

    func validate() throws {
        if output == "-", check {
            throw ValidationError("--check needs the folder that it shall look into: --output FOLDER")
        }
        if output == "-", format == .jsonSchema {
            throw ValidationError("json-schema writes several files: give --output FOLDER")
        }
    }

    func run() async throws {
        let path = try options.catalogue()
        let catalogue = try LoadedCatalogue.load(path).catalogue
        let history = try ReleaseHistory.read(besideCatalogue: path)
        let export = CatalogueExport(of: catalogue, as: format, history: history)
        guard output != "-" else {
            // A document ends with a line break of its own.
            for document in export.documents { CommandContext.print(String(document.text.dropLast())) }
            return
        }
        try FolderOutput(path: output, isCheck: check, form: form.form, kind: "exported").run(export)
    }

    @Sendable
    private static func format(_ word: String) throws -> ExportFormat {
        if let format = ExportFormat(rawValue: word) { return format }
        let words = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("there is no format “\(word)”; it is one of \(words)")
    }
}
