import ArgumentParser
import CatalogueEvents
import CatalogueEvolution
import CatalogueLint
import EventBus
import EventCatalogue

/// `eventbus catalogue check`: everything that is wrong, and whom a change would break.
struct CatalogueCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check the catalogue, and what changed since it was released.",
        discussion: """
            Prints every diagnostic as path:line:column: error: … [RULE], or as --format says. Where a lock file \
            (hokusai.lock.json) lies beside the catalogue, each event is compared with its releases; with --against also \
            with another state. Exits with 1 where a change breaks somebody or lacks a version, with 2 where the \
            catalogue or the lock itself is wrong; where both are so, with 1. \(ExitStatus.help)
            """)

    @OptionGroup var options: CatalogueOptions
    @OptionGroup var report: ReportOptions

    @Option(help: ArgumentHelp("Another state to compare with: \(CatalogueState.help).", valueName: "state"))
    var against: String?

    @Option(help: "How much to ask: minimal (what a catalogue needs to be used), standard, strict.")
    var level = RuleCategory.standard

    @Option(help: ArgumentHelp("The lock file; unless given, the one beside the catalogue.", valueName: "path"))
    var lock: String?

    @Flag(help: "Do not compare with what was released.")
    var noLock = false

    func run() async throws {
        let path = try options.catalogue()
        let reading = try LoadedCatalogue.read { () throws(CatalogueSourceError) in try CatalogueReader.read(path: path)
        }
        let lockPath = try lockPath(path)
        let released = try released(lockPath)
        var findings = try changes(of: reading.catalogue, at: path, released, lockPath)
        if against == nil { findings.removeAll { $0.severity == .note } }
        let isLockWrong = released.map { !$0.findings.isEmpty } ?? false
        let diagnostics = try lint(reading)
        write(diagnostics, reading.catalogue, findings, path, released.map { _ in lockPath })
        let broken = findings.filter { $0.severity == .error && $0.rule != .lockTampered }
        if !broken.isEmpty {
            throw CommandFailure(.failure, "this change breaks what was promised: \(broken.count) error(s)")
        }
        if isLockWrong { throw CommandFailure(.invalidInput, "the lock file \(lockPath) is not as it was written") }
        guard !diagnostics.contains(where: { $0.severity == .error }) else {
            throw CommandFailure(.invalidInput, "the catalogue \(path) is not valid")
        }
    }

    /// What breaks a rule of the level, without what the catalogue's own list of exceptions covers.
    private func lint(_ reading: CatalogueReading) throws -> [Diagnostic] {
        let ofChanges = CompatibilityRule.allCases.filter(\.isIgnorable).map { RuleID(rawValue: $0.rawValue) }
        return CatalogueLint(level: level, today: try Today.date(), elsewhere: Set(ofChanges)).check(reading)
    }

    private var isAgainstLock: Bool {
        guard let against, case .lock = CatalogueState(against, besideCatalogue: "") else { return false }
        return true
    }

    /// The lock that is named by either option, else the one beside the catalogue.
    private func lockPath(_ path: String) throws -> String {
        guard let against, case .lock(let file) = CatalogueState(against, besideCatalogue: path) else {
            return lock ?? LockFiles.path(besideCatalogue: path)
        }
        guard lock == nil || against == "lock" else {
            throw ValidationError("--lock and --against each name a lock file; use one of them.")
        }
        return lock ?? file
    }

    /// What was released; `nil` where nothing is asked or there is nothing.
    private func released(_ path: String) throws -> (lock: CatalogueLock, findings: [ChangeFinding])? {
        guard !noLock || isAgainstLock, lock != nil || isAgainstLock || LockFiles.exists(path) else { return nil }
        return try LoadedCatalogue.read { () throws(CatalogueSourceError) in try LockFiles.read(path) }
    }

    private func changes(
        of catalogue: Catalogue, at path: String,
        _ released: (lock: CatalogueLock, findings: [ChangeFinding])?, _ lockPath: String
    ) throws -> [ChangeFinding] {
        var findings = released?.findings ?? []
        if let released, released.findings.isEmpty {
            findings +=
                try ReleaseCheck(
                    catalogue, against: released.lock, today: Today.date(),
                    goldens: LockFiles.goldens(besideLock: lockPath)
                ).findings
        }
        guard let against else { return findings }
        let state = CatalogueState(against, besideCatalogue: path)
        if case .lock = state { return findings }
        let old = try state.catalogue(at: path)
        let comparison = CatalogueComparison(from: old, to: catalogue, named: state.name)
        // The same change against two states is told once, with the release that it breaks.
        let known = Set(findings.map { "\($0.rule.rawValue) \($0.event) \($0.path) \($0.services.map(\.name))" })
        return findings
            + comparison.findings(lock: released?.lock, today: try Today.date()).filter {
                !known.contains("\($0.rule.rawValue) \($0.event) \($0.path) \($0.services.map(\.name))")
            }
    }

    private func write(
        _ diagnostics: [Diagnostic], _ catalogue: Catalogue, _ findings: [ChangeFinding], _ path: String,
        _ lock: String?
    ) {
        let entries = diagnostics.map { ReportEntry($0) } + findings.map { ReportEntry($0) }
        let compared = [lock.map { "compared with \($0)" }, against.map { "compared with \($0)" }].compactMap(\.self)
        let subject = "\(path): \(catalogue.events.count) events in \(catalogue.files.count) file(s)"
        let report = CatalogueReport(
            subject: ([subject] + compared).joined(separator: ", "), entries: entries)
        if let format = self.report.chosen {
            let text = report.text(format)
            if !text.isEmpty { CommandContext.print(text) }
            return
        }
        if !entries.isEmpty { CommandContext.printError(report.text(.lines)) }
        if !entries.contains(where: { $0.severity == .error }) { CommandContext.print("\(report.subject): valid") }
    }
}

extension RuleCategory: ExpressibleByArgument {}
