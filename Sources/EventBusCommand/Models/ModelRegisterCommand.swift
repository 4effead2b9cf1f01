import ArgumentParser
import ConfiguredModelRegistry
import EventBus
import ModelRegistry

/// `eventbus model register`: a version in MLflow and its event in the log, or neither called done.
struct ModelRegisterCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "register",
        abstract: "Register a version of a model with its token and its baseline, and publish the event that follows.",
        discussion: """
            Makes the registered model where there is none, and the version with its tags; then the run's value is held to the \
            baseline, and model_ready_to_deploy or validation_failed is in the log, or in the outbox, before this ends. It does so \
            whatever MODEL_EVENTS says. Ends with 1 where the version was turned down. If it is interrupted, `eventbus serve` \
            publishes what is missing. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var mlflow: MLflowOptions

    @Argument(help: "The registered model's name.")
    var name: String

    @Option(name: .customLong("token-id"), help: "Ticker of the model's token, such as msg-ai.")
    var tokenID: String

    @Option(
        name: [.customLong("model-path"), .customLong("model-uri")],
        help: ArgumentHelp(
            "Where the model's files are: runs:/RUN/model, models:/m-…, or an artifact's URI.", valueName: "uri"))
    var modelPath: String

    @Option(help: "The metric by which the version is judged, such as accuracy; its value is the run's.")
    var metric: String

    @Option(help: "The value to be met.")
    var baseline: Double

    @Flag(name: .customLong("lower-is-better"), help: "Less of the metric is better, where its name does not say so.")
    var isLowerBetter = false

    @Option(help: ArgumentHelp("Account of who is rewarded: 0x and 40 hexadecimal digits.", valueName: "address"))
    var contributor: String?

    @Option(help: "The proposal that the version is for, if it is not the token itself.")
    var proposal: String?

    @Option(name: .customLong("benchmark-spec-id"), help: "The benchmark that the metric is of.")
    var benchmarkSpecID: String?

    @Option(help: "What the version is, for people.")
    var description: String?

    @Option(help: ArgumentHelp("A free label; may be repeated.", valueName: "key=value"))
    var tag: [String] = []

    func validate() throws {
        for text in tag where (text.firstIndex(of: "=") ?? text.startIndex) == text.startIndex {
            throw ValidationError("--tag “\(PlainText.escaped(text))” is not of the form key=value.")
        }
    }

    private var model: TokenizedModel {
        let tags = tag.map { $0.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false) }
        return TokenizedModel(
            modelName: name, modelURI: modelPath, tokenID: tokenID, metricName: metric, baselineValue: baseline,
            isLowerBetter: isLowerBetter ? true : nil, contributorAddress: contributor, proposalIdentifier: proposal,
            benchmarkSpecID: benchmarkSpecID, description: description,
            additionalTags: Dictionary(tags.map { (String($0[0]), String($0[1])) }) { $1 })
    }

    func run() async throws {
        let result = try await BusSession.run(options, for: .publishing, adding: mlflow.flags) { session in
            try await session.withModelRegistry { registry in
                try await ModelRegistration(registry.review, logger: session.logger).registerTokenizedModel(model)
            }
        }
        ReviewLine(result: result.review).lines(output.form).forEach { CommandContext.print($0) }
        if case .failed(_, let message) = result.review.standing { throw CommandFailure(.failure, message) }
    }
}
