import ArgumentParser
import ConfiguredEventBus
import ConfiguredModelRegistry
import EventBus
import HokusaiEvents
import ModelRegistry
import RedisEventBus

/// `eventbus model status`: what MLflow says of a version, what the log has of it, and what is still to come.
struct ModelStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what MLflow says of a version, what is missing, its history, and what a review would publish.",
        discussion: "Changes nothing. \(ExitStatus.help)")

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var mlflow: MLflowOptions

    @Argument(help: "The version, as NAME/VERSION.")
    var model: String

    func validate() throws {
        if ModelVersionName(model) == nil {
            throw ValidationError("“\(PlainText.escaped(model))” is not of the form NAME/VERSION, such as msg-model/1.")
        }
    }

    func run() async throws {
        guard let name = ModelVersionName(model) else { return }
        try await BusSession.run(options, adding: mlflow.flags) { session in
            try await session.withModelRegistry { try await show(name, $0, session) }
        }
    }

    private func show(_ name: ModelVersionName, _ registry: ConfiguredModelRegistry, _ session: BusSession) async throws
    {
        let version = try await registry.client.modelVersion(name.model, name.version)
        let result = try await registry.reviewer.preview(name, version)
        var history: [HistoricEvent] = []
        if let modelID = result.modelID {
            let declaration = ModelRegistered.declaration
            for try await event in session.bus.transport.history(
                of: modelID, type: declaration.aggregate.type, in: declaration.stream)
            {
                history.append(event)
            }
        }
        switch output.form {
        case .json: CommandContext.print("\(json(version, result, history))")
        case .text:
            let facts = ModelVersionFacts(version)
            let rows = [
                ["model id", facts.modelID ?? "–"], ["token", facts.tokenSymbol], ["metric", facts.metricName],
                ["baseline", facts.baselineText], ["run", version.runID ?? version.tags[RegistryTag.run] ?? "–"],
                ["source", version.source ?? "–"], ["registration", version.status.rawValue],
            ]
            TextTable.lines(rows).forEach { CommandContext.print($0) }
            CommandContext.print(history.isEmpty ? "history: none" : "history:")
            for event in history {
                let place = [("version", JSONValue.number(JSONNumber(event.version)))]
                CommandContext.print("  " + RecordLine(record: event.record, place: place).text(.text))
            }
            ReviewLine(result: result, isPreview: true).lines(.text).forEach { CommandContext.print($0) }
        }
    }

    private func json(
        _ version: MLflowModelVersion, _ result: ReviewResult, _ history: [HistoricEvent]
    ) -> JSONValue {
        guard case .object(var object) = ReviewLine(result: result, isPreview: true).json else { return .null }
        var tags = JSONObject()
        for (key, value) in version.tags.sorted(by: { $0.key < $1.key }) { tags[key] = .string(value) }
        object["tags"] = .object(tags)
        object["history"] = .array(
            history.map { event in
                [
                    "type": .string(event.record.type), "version": .number(JSONNumber(event.version)),
                    "id": (try? event.record.envelope()).map { .string("\($0.id)") } ?? .null,
                ]
            })
        return .object(object)
    }
}
