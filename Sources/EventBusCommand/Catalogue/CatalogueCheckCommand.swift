import ArgumentParser
import EventBus
import EventCatalogue

/// `eventbus catalogue check`: everything that is wrong, and whom a change would break.
struct CatalogueCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the catalogue; with --against, tell which consumers a change would break.",
        discussion: """
            Prints every diagnostic as path:line:column: error: … [RULE]. Exits with 1 where a change breaks a consumer, \
            with 2 where the catalogue itself is wrong. \(ExitStatus.help)
            """)

    @OptionGroup var options: CatalogueOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: ArgumentHelp(
            "The catalogue as it was: a file, a folder, or git:REF for the same path in a commit.", valueName: "source")
    )
    var against: String?

    func run() async throws {
        let path = try options.catalogue()
        let reading = try LoadedCatalogue.read { () throws(CatalogueSourceError) in try CatalogueReader.read(path: path)
        }
        let broken = try against.map { try Self.violations(of: reading.catalogue, at: path, against: $0) } ?? []
        for diagnostic in reading.diagnostics + broken { report(diagnostic) }
        if !broken.isEmpty {
            throw CommandFailure(.failure, "this change breaks \(broken.count == 1 ? "a consumer" : "consumers")")
        }
        guard reading.isValid else { throw CommandFailure(.invalidInput, "the catalogue \(path) is not valid") }
        if output.form == .text {
            let catalogue = reading.catalogue
            let compared = against.map { ", and breaks no consumer of \($0)" } ?? ""
            CommandContext.print(
                "\(path): \(catalogue.events.count) events in \(catalogue.files.count) file(s), valid\(compared)")
        }
    }

    private func report(_ diagnostic: Diagnostic) {
        switch output.form {
        case .text: CommandContext.printError("\(diagnostic)")
        case .json: CommandContext.print("\(DiagnosticJSON.value(diagnostic))")
        }
    }

    private static func violations(
        of new: Catalogue, at path: String, against source: String
    ) throws -> [Diagnostic] {
        let old = try LoadedCatalogue.read { () throws(CatalogueSourceError) in
            guard source.hasPrefix("git:") else { return try CatalogueReader.read(path: source) }
            let reference = String(source.dropFirst("git:".count))
            return CatalogueReader.read(try GitCatalogueSource.sources(reference: reference, path: path))
        }
        guard old.isValid else {
            for diagnostic in old.diagnostics { CommandContext.printError("\(diagnostic)") }
            throw CommandFailure(.invalidInput, "the catalogue to compare with, \(source), is not valid")
        }
        return ConsumerContract.violations(old: old.catalogue, new: new)
    }
}
