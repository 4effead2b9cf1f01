import ArgumentParser
import CatalogueEvents
import CatalogueEvolution
import EventBus
import EventCatalogue

/// `eventbus conform`: says of each payload whether the catalogue accepts it.
struct ConformCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conform",
        abstract: "Say of each payload whether the catalogue accepts it, and why not.",
        discussion: """
            Reads one payload for each line of standard input, or from --file, and answers each with one line: so any \
            program that writes events, in any language, can be tried against the catalogue. With --version it is tried \
            against a released version from the lock file. Exits with 2 where a payload was refused. \(ExitStatus.help)
            """)

    @OptionGroup var options: CatalogueOptions
    @OptionGroup var output: OutputOptions

    @Option(
        help: "The event's name in the catalogue, such as model_registered.", completion: CatalogueCompletion.events)
    var event: String

    @Option(
        help: ArgumentHelp(
            "A released version, such as 1.0.0; unless given, the catalogue as it is.", valueName: "version"))
    var version: String?

    @Option(help: ArgumentHelp("File that holds the payload, or one payload for each line.", valueName: "path"))
    var file: String?

    func run() async throws {
        let subject = try subject()
        let payloads = try PayloadSource(data: nil, file: file)
        let checker = PayloadChecker(subject.catalogue)
        var (count, refused) = (0, 0)
        while let payload = payloads.next() {
            let reasons = Self.reasons(payload.bytes, subject.event, checker)
            count += 1
            if !reasons.isEmpty { refused += 1 }
            report(payload.name, reasons)
        }
        guard count > 0 else { throw CommandFailure(.invalidInput, "there was no payload to look at") }
        if refused > 0 { throw CommandFailure(.invalidInput, "\(refused) of \(count) payload(s) refused") }
    }

    /// The event to hold payloads to: of the catalogue, or of a release.
    private func subject() throws -> EventVersion {
        let path = try options.catalogue()
        guard let version else {
            let catalogue = try LoadedCatalogue.load(path).catalogue
            guard let found = catalogue.event(named: event) else {
                throw CommandFailure(.invalidInput, EventNames.unknown(event, in: catalogue.events.map(\.name)))
            }
            return EventVersion(found, in: catalogue)
        }
        let lockPath = LockFiles.path(besideCatalogue: path)
        let (lock, findings) = try LoadedCatalogue.read { () throws(CatalogueSourceError) in
            try LockFiles.read(lockPath)
        }
        for finding in findings { CommandContext.printError("\(finding)") }
        guard findings.isEmpty else {
            throw CommandFailure(.invalidInput, "the lock file \(lockPath) is not as it was written")
        }
        let releases = lock.releases(of: event)
        guard !releases.isEmpty else {
            throw CommandFailure(.invalidInput, EventNames.unknown(event, in: lock.events))
        }
        guard let release = releases.first(where: { "\($0.version)" == version }) else {
            let known = releases.map { "\($0.version)" }.joined(separator: ", ")
            throw CommandFailure(.invalidInput, "\(event) has no released version \(version); it has: \(known)")
        }
        return release.contents
    }

    private static func reasons(_ bytes: [UInt8], _ event: EventDefinition, _ checker: PayloadChecker)
        -> [PayloadViolation]
    {
        do throws(InvalidPayload) {
            let json = try JSONValue(parsing: bytes, limits: .published)
            return checker.violations(of: CatalogueValue(json), in: event)
        } catch {
            return [PayloadViolation(path: PayloadPath(), rule: .syntax, message: "this is not JSON: \(error)")]
        }
    }

    private func report(_ name: String, _ reasons: [PayloadViolation]) {
        switch output.form {
        case .text:
            CommandContext.print(reasons.isEmpty ? "\(name): accepted" : "\(name): refused")
            for reason in reasons { CommandContext.print("  \(reason)") }
        case .json:
            let line: JSONValue = [
                "payload": .string(name), "accepted": .bool(reasons.isEmpty),
                "reasons": .array(
                    reasons.map { reason in
                        [
                            "path": .string("\(reason.path)"), "rule": .string(reason.rule.rawValue),
                            "message": .string(reason.message),
                        ]
                    }),
            ]
            CommandContext.print("\(line)")
        }
    }
}
