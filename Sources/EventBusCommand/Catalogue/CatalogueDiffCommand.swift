import ArgumentParser
import CatalogueEvents
import CatalogueEvolution
import EventBus
import EventCatalogue

/// `eventbus catalogue diff`: every change between two states, and whom it breaks.
struct CatalogueDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Tell every change between two states of a catalogue, whom it breaks and what to do.",
        discussion: """
            A state is \(CatalogueState.help). Each change is judged in both directions: backward, a reader of the new \
            catalogue reads what was written under the old one; forward, the reverse. What the catalogue's \
            `defaults.compatibility` asks for is an error; the rest is a note. Exits with 1 where something breaks, else with 2 where \
            the new state is no valid catalogue. \
            \(ExitStatus.help)
            """)

    @Argument(help: ArgumentHelp("The old state.", valueName: "old"))
    var old: String

    @Argument(help: ArgumentHelp("The new state; unless given, the configured catalogue.", valueName: "new"))
    var new: String?

    @Option(help: ArgumentHelp("Path of the configuration file, which may name the catalogue.", valueName: "path"))
    var config: String?

    @OptionGroup var report: ReportOptions

    func run() async throws {
        let configured = try CatalogueOptions.catalogue(config: config)
        let path = new.flatMap { $0.hasPrefix("git:") || $0 == "lock" ? nil : $0 } ?? configured
        let after = CatalogueState(new ?? path, besideCatalogue: path)
        let before = CatalogueState(old, besideCatalogue: path)
        let reading = try after.reading(at: path)
        let findings = try findings(from: before, to: reading.catalogue, at: path)
        let report = CatalogueReport(
            subject: "\(before.name) → \(after.name)", entries: findings.map { ReportEntry($0) })
        for diagnostic in reading.diagnostics { CommandContext.printError("\(diagnostic)") }
        let text = report.text(self.report.chosen ?? .text)
        if !text.isEmpty { CommandContext.print(text) }
        if findings.contains(where: { $0.rule == .lockTampered }) {
            throw CommandFailure(.invalidInput, "the lock file is not as it was written")
        }
        if findings.contains(where: { $0.severity == .error }) { throw CommandFailure(.failure) }
        guard reading.isValid else { throw CommandFailure(.invalidInput, "the catalogue \(after.name) is not valid") }
    }

    private func findings(
        from before: CatalogueState, to catalogue: Catalogue, at path: String
    ) throws -> [ChangeFinding] {
        if case .lock(let file) = before {
            let released = try LoadedCatalogue.read { () throws(CatalogueSourceError) in try LockFiles.read(file) }
            guard released.findings.isEmpty else { return released.findings }
            return try ReleaseCheck(
                catalogue, against: released.lock, today: Today.date(), goldens: LockFiles.goldens(besideLock: file)
            ).findings
        }
        let comparison = CatalogueComparison(from: try before.catalogue(at: path), to: catalogue, named: before.name)
        return try comparison.findings(today: Today.date())
    }
}
