import ArgumentParser
import ConfiguredEventBus
import ConfiguredModelRegistry
import ModelRegistry

/// `eventbus mlflow setup`: makes or mends the webhook in MLflow, and tries it.
struct MLflowSetupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setup",
        abstract: "Make or mend the webhook in MLflow, have MLflow try it, and say what is missing.",
        discussion: """
            The secret is EVENTBUS_MLFLOW_WEBHOOK_SECRET, the same that `eventbus serve` has; after changing it, run this again. Needs \
            MLflow 3.3 or newer with a database. Ends with 1 where the delivery that MLflow tries does not arrive. Redis is not \
            needed. \(ExitStatus.help)
            """)

    @OptionGroup var options: SettingsOptions
    @OptionGroup var mlflow: MLflowOptions

    @Option(help: "Where MLflow reaches the gateway: https://HOST/webhooks/mlflow.")
    var url: String

    @Option(help: "Name of the webhook in MLflow.")
    var name = "eventbus"

    func validate() throws {
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
            throw ValidationError("--url is “\(PlainText.escaped(url))”, and must begin with https:// or http://.")
        }
    }

    func run() async throws {
        if !url.hasSuffix("/webhooks/mlflow") {
            CommandContext.printError("--url does not end in /webhooks/mlflow, where the gateway takes deliveries")
        }
        let settings = try EventBusSettings(options.resolved(adding: mlflow.flags))
        guard let secret = settings.models.webhookSecrets.first else {
            throw CommandFailure(
                .misconfigured,
                "no secret is configured: make one with `openssl rand -hex 32`, and set EVENTBUS_MLFLOW_WEBHOOK_SECRET here and for `eventbus serve`"
            )
        }
        let client = MLflowClient(
            // MLflow waits for the gateway for half a minute.
            try MLflowConfiguration(settings, timeout: .seconds(60)), logger: StandardErrorLogger.logger(settings))
        do {
            try await setUp(client, secret)
            await client.close()
        } catch {
            await client.close()
            throw error
        }
    }

    private func setUp(_ client: MLflowClient, _ secret: String) async throws {
        let webhook = try await made(client, secret)
        CommandContext.print("MLflow tells \(PlainText.escaped(webhook.url)) of new versions, their tags and aliases")
        CommandContext.print(Self.server)
        let test = try await client.testWebhook(webhook.id, event: .versionCreated)
        guard test.isSuccess else {
            let answer = test.status.map { "it answers \($0)" } ?? "nobody answers"
            throw CommandFailure(
                .failure,
                "the delivery that MLflow tried did not arrive: \(answer)\(test.message.map { " (\(PlainText.escaped(String($0.prefix(300)))))" } ?? ""). \(Self.remedy(test.status))"
            )
        }
        CommandContext.print("MLflow tried a delivery, and the gateway took it")
    }

    private func made(_ client: MLflowClient, _ secret: String) async throws -> MLflowWebhook {
        do {
            for try await webhook in client.webhooks() where webhook.name == name || webhook.url == url {
                CommandContext.print("the webhook “\(PlainText.escaped(webhook.name))” is there already: it is mended")
                return try await client.updateWebhook(webhook.id, url: url, secret: secret, events: Self.events)
            }
            return try await client.createWebhook(name, url: url, secret: secret, events: Self.events)
        } catch {
            switch error.kind {
            case .invalid:
                throw CommandFailure(
                    .failure,
                    "\(error)\nFor an address with http, or of a private network, the MLflow server needs MLFLOW_WEBHOOK_ALLOWED_SCHEMES=http,https and MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS=true."
                )
            case .unavailable where error.status == 500:
                throw CommandFailure(
                    .failure,
                    "\(error)\nWhere MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY is not set for the MLflow server, or has changed, it can't read the secrets of webhooks that it has."
                )
            case .notFound:
                throw CommandFailure(
                    .failure, "\(error)\nWebhooks need MLflow 3.3 or newer with a database as its store.")
            default: throw error
            }
        }
    }

    private static func remedy(_ status: Int?) -> String {
        switch status {
        case 401: "Start `eventbus serve` with the same EVENTBUS_MLFLOW_WEBHOOK_SECRET, and compare the clocks."
        case 404:
            "Start `eventbus serve` with EVENTBUS_MLFLOW_WEBHOOK_SECRET and MLFLOW_TRACKING_URI; the path is /webhooks/mlflow."
        case 503: "The gateway reaches neither MLflow nor Redis: look at its log, and at `eventbus doctor`."
        default: "Check that `eventbus serve` runs, and that the MLflow server reaches --url."
        }
    }

    /// What a version's events can follow from.
    private static let events: Set<MLflowWebhook.Event> = [
        .versionCreated, .versionTagSet, MLflowWebhook.Event(entity: "MODEL_VERSION_TAG", action: "DELETED"),
        MLflowWebhook.Event(entity: "MODEL_VERSION_ALIAS", action: "CREATED"),
    ]

    /// What can't be seen from outside, and is missing often.
    private static let server = """
        the MLflow server itself needs:
          MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY  one Fernet key for all its processes, the same after a restart
          MLFLOW_WEBHOOK_ALLOWED_SCHEMES=http,https and MLFLOW_WEBHOOK_ALLOW_PRIVATE_IPS=true  where --url is http, or private
        """
}
