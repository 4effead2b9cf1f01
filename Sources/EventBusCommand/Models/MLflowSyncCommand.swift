import ArgumentParser
import ConfiguredEventBus
import ConfiguredModelRegistry
import EventBus
import ModelRegistry

/// `eventbus mlflow sync`: reviews what was registered since a time, as the reconciler of `eventbus serve` does.
struct MLflowSyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Review every version that MLflow made or changed since a time.",
        discussion: """
            For what was registered before `eventbus serve` looked for the first time, or while a model was not in MODEL_EVENTS, which \
            holds here, too. Doing it twice, or beside `eventbus serve`, publishes nothing twice. Versions with nothing new are \
            counted only. Ends with 1 where some could not be reviewed. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var mlflow: MLflowOptions

    @Option(
        help: ArgumentHelp(
            "Since when: 2030-01-31T12:00:00Z, how long ago such as 7d, or beginning.", valueName: "time"))
    var since: String

    @Flag(name: .customLong("dry-run"), help: "Show what would be published, and publish nothing.")
    var isPreview = false

    func validate() throws { _ = try floor() }

    func run() async throws {
        let floor = try floor()
        try await BusSession.run(options, for: isPreview ? .asking : .publishing, adding: mlflow.flags) { session in
            if session.settings.models.rollout == .off {
                throw CommandFailure(
                    .misconfigured, "MODEL_EVENTS is off in this environment: no events are made of models")
            }
            try await session.withModelRegistry { try await look($0, since: floor) }
        }
    }

    private func look(_ registry: ConfiguredModelRegistry, since floor: Int64) async throws {
        var counts: [String: Int] = [:]
        _ = try await registry.reconciliation(isPreview: isPreview).look(since: floor) { name, _, outcome in
            counts[word(outcome), default: 0] += 1
            switch outcome {
            case .reviewed(let result) where !result.emitted.isEmpty:
                ReviewLine(result: result).lines(output.form).forEach { CommandContext.print($0) }
            case .previewed(let result) where !result.emitted.isEmpty:
                ReviewLine(result: result, isPreview: true).lines(output.form).forEach { CommandContext.print($0) }
            case .unavailable(let error):
                CommandContext.printError(PlainText.escaped("\(name): \(CommandFailure(error).message)"))
            case .reviewed, .previewed, .excluded, .gone: break
            }
        }
        let sum = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        CommandContext.printError(sum.isEmpty ? "no version was made or changed since then" : sum)
        if let failed = counts["unavailable"] {
            throw CommandFailure(.failure, "\(failed) could not be reviewed; run this again")
        }
    }

    private func word(_ outcome: ReconciledOutcome) -> String {
        if case .previewed(let result) = outcome { return result.emitted.isEmpty ? "unchanged" : "to publish" }
        return outcome.word
    }

    /// The time, in milliseconds since 1970.
    private func floor() throws -> Int64 {
        if since == "beginning" { return 0 }
        if let time = Timestamp(since) { return time.microseconds / 1_000 }
        if let age = DurationText.read(since) {
            return Timestamp.now.microseconds / 1_000 - Int64(age / .milliseconds(1))
        }
        throw ValidationError(
            "--since “\(PlainText.escaped(since))” is no time: use 2030-01-31T12:00:00Z, how long ago such as 7d, or beginning."
        )
    }
}
