import ArgumentParser
import CatalogueEvents
import CatalogueEvolution
import EventBus
import EventCatalogue
import Foundation

/// `eventbus catalogue release`: puts new versions into the lock, where they stay.
struct CatalogueReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release",
        abstract: "Put every new version of an event into the lock file, where it stays for ever.",
        discussion: """
            The lock file (hokusai.lock.json, beside the catalogue) is appended to and never edited; commit it. Where only \
            consumers, producers or owners changed, they are recorded with the version there is. The \
            examples of each version are kept in the folder golden beside it. Nothing is released while a change breaks \
            what was promised or a version is too low. Events of `status: draft` stay out. \(ExitStatus.help)
            """)

    @OptionGroup var options: CatalogueOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The lock file; unless given, the one beside the catalogue.", valueName: "path"))
    var lock: String?

    @Flag(help: "Write nothing; tell what would be released.")
    var dryRun = false

    func run() async throws {
        let path = try options.catalogue()
        let catalogue = try LoadedCatalogue.load(path).catalogue
        let lockPath = lock ?? LockFiles.path(besideCatalogue: path)
        let old = try released(lockPath, catalogue)
        let check = ReleaseCheck(
            catalogue, against: old, today: try Today.date(), goldens: LockFiles.goldens(besideLock: lockPath))
        try refuse(check.findings, .failure, "nothing was released: mend these first")
        let release = Release(
            of: catalogue, onto: old, adding: check.unreleased, recording: check.regrouped)
        let goldens = dryRun ? [] : try write(release.lock, to: lockPath)
        report(release, goldens, lockPath)
    }

    private func released(_ path: String, _ catalogue: Catalogue) throws -> CatalogueLock {
        guard LockFiles.exists(path) else { return CatalogueLock(id: catalogue.id) }
        let (lock, findings) = try LoadedCatalogue.read { () throws(CatalogueSourceError) in try LockFiles.read(path) }
        try refuse(findings, .invalidInput, "nothing was released: the lock file is not as it was written")
        return lock
    }

    private func refuse(_ findings: [ChangeFinding], _ status: ExitStatus, _ message: String) throws {
        let errors = findings.filter { $0.severity == .error }
        guard !errors.isEmpty else { return }
        for finding in errors { CommandContext.printError("\(finding)") }
        throw CommandFailure(status, message)
    }

    private func write(_ lock: CatalogueLock, to path: String) throws -> [String] {
        do {
            return try LockFiles.write(lock, to: path)
        } catch {
            throw CommandFailure(.failure, "\(path) cannot be written: \(error.localizedDescription)")
        }
    }

    private func report(_ release: Release, _ goldens: [String], _ path: String) {
        for event in release.added {
            let fingerprint = release.lock.releases(of: event.name).last?.fingerprint ?? ""
            switch output.form {
            case .text:
                let verb = dryRun ? "would release" : "released"
                CommandContext.print("\(verb) \(event.name) \(event.version) \(fingerprint)")
            case .json:
                let line: JSONValue = [
                    "event": .string(event.name), "version": .string("\(event.version)"),
                    "fingerprint": .string(fingerprint), "released": .bool(!dryRun),
                ]
                CommandContext.print("\(line)")
            }
        }
        guard output.form == .text else { return }
        for event in release.recorded {
            let verb = dryRun ? "would record" : "recorded"
            CommandContext.print("\(verb) who reads and writes \(event.name) \(event.version) now")
        }
        if release.added.isEmpty, release.recorded.isEmpty {
            CommandContext.print("\(path): nothing new; every version of the catalogue is released")
        } else if !dryRun {
            CommandContext.print(
                "\(path): \(release.added.count) version(s) added, \(goldens.count) example(s) kept; commit both")
        }
    }
}
