import ConfiguredEventBus
import ConfiguredModelRegistry
import EventBus
import ModelRegistry

/// Looks whether MLflow can be asked, where it is configured, and whether its deliveries would be taken.
enum MLflowExamination {
    /// What was found; nothing where nothing of MLflow is configured.
    static func findings(_ settings: EventBusSettings) async -> [Finding] {
        let models = settings.models
        guard settings.resolved[.mlflowTrackingURI].text != nil || !models.webhookSecrets.isEmpty else { return [] }
        guard models.trackingURI != nil else {
            let fix = "set MLFLOW_TRACKING_URI to the address of an MLflow server"
            guard models.webhookSecrets.isEmpty else {
                return [.problem("mlflow", "EVENTBUS_MLFLOW_WEBHOOK_SECRET is set, but no MLflow server", fix: fix)]
            }
            return [
                .warning(
                    "mlflow", "MLFLOW_TRACKING_URI is no server's address; no model versions are looked for", fix: fix)
            ]
        }
        return await [connection(settings)] + webhook(models)
    }

    private static func connection(_ settings: EventBusSettings) async -> Finding {
        let client: MLflowClient
        do throws(SettingsError) {
            client = MLflowClient(
                try MLflowConfiguration(settings, timeout: .seconds(5), retry: MLflowRetry(maximumRetries: 0)),
                logger: StandardErrorLogger.logger(settings))
        } catch {
            let problem = error.problems.first
            return .problem("mlflow", problem?.what ?? "\(error)", fix: problem?.remedy ?? "see MLFLOW_TRACKING_URI")
        }
        var finding = Finding.good(
            "mlflow", "\(client.configuration.address) answers; MODEL_EVENTS is \(settings.models.rollout)")
        do {
            var versions = client.modelVersions(pageSize: 1).makeAsyncIterator()
            _ = try await versions.next()
        } catch {
            finding = .problem(
                "mlflow", error.message, fix: "model versions become events once MLflow answers; none is lost meanwhile"
            )
        }
        await client.close()
        return finding
    }

    private static func webhook(_ models: ModelSettings) -> [Finding] {
        guard models.webhookSecrets.isEmpty else { return [] }
        return [
            .warning(
                "mlflow", "deliveries of MLflow are not taken; versions are found every \(models.pollInterval) only",
                fix: "set EVENTBUS_MLFLOW_WEBHOOK_SECRET, and run `eventbus mlflow setup`")
        ]
    }
}
