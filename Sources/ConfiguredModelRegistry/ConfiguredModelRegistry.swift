package import ConfiguredEventBus
import EventBus
import HokusaiEvents
package import Logging
package import Metrics
package import ModelRegistry
import RedisClient
import RedisEventBus

/// The MLflow registry that configuration names, and the bus that its events go to. Close it at the end; the bus stays open.
package struct ConfiguredModelRegistry: Sendable {
    /// The registry.
    package let client: MLflowClient
    private let bus: ConfiguredEventBus
    private let settings: ModelSettings
    private let logger: Logger
    private let metrics: any MetricsFactory

    /// What for.
    package enum Purpose: Sendable {
        /// Deliveries: MLflow waits for an answer, and tries again by itself.
        case deliveries
        /// Anything that can wait.
        case patience
    }

    /// Makes it; it connects when it is first used.
    ///
    /// - Parameters:
    ///   - metrics: Where it counts what it does.
    /// - Throws: `SettingsError` where no server is configured.
    package init(
        _ bus: ConfiguredEventBus, for purpose: Purpose = .patience, logger: Logger,
        metrics: any MetricsFactory = MetricsSystem.factory
    ) throws(SettingsError) {
        let configuration: MLflowConfiguration =
            switch purpose {
            case .deliveries:
                try MLflowConfiguration(
                    bus.settings, timeout: .seconds(5),
                    retry: MLflowRetry(maximumRetries: 1, budget: .seconds(1)))
            case .patience: try MLflowConfiguration(bus.settings)
            }
        client = MLflowClient(configuration, logger: logger)
        self.bus = bus
        settings = bus.settings.models
        self.logger = logger
        self.metrics = metrics
    }

    /// Closes the connections to MLflow.
    package func close() async { await client.close() }

    /// Reviews versions, and publishes what follows.
    package var review: ModelVersionReview { review(publishingTo: bus, writesBack: settings.writesBack) }

    /// Reviews versions either way.
    package var reviewer: VersionReviewer {
        let (publish, preview) = (review, review(publishingTo: PreviewPublisher(), writesBack: false))
        func reviewing(_ review: ModelVersionReview) -> VersionReviewer.Review {
            { name, version in
                guard let version else { return try await review.review(name: name.model, version: name.version) }
                return try await review.review(version)
            }
        }
        return VersionReviewer(publish: reviewing(publish), preview: reviewing(preview))
    }

    /// The history of a model version.
    ///
    /// - Throws: `RedisError`.
    package func history(of modelID: String) async throws -> ModelVersionHistory {
        try await bus.transport.load(
            modelID, type: ModelRegistered.declaration.aggregate.type, in: ModelRegistered.declaration.stream,
            into: ModelVersionHistory()
        ) { history, event in
            history.add(event.record, version: event.version)
        }.state
    }

    /// What takes MLflow's deliveries; `nil` where no secret is configured.
    ///
    /// - Parameter now: The time in seconds since 1970.
    package func bridge(
        now: @escaping @Sendable () -> Int64 = { Timestamp.now.microseconds / 1_000_000 }
    ) -> WebhookBridge? {
        guard !settings.webhookSecrets.isEmpty else { return nil }
        var configuration = WebhookBridge.Configuration(secrets: settings.webhookSecrets)
        configuration.tolerance = settings.webhookTolerance
        configuration.gathering = settings.webhookGathering
        configuration.rollout = settings.rollout
        let (reviewer, logger) = (reviewer, logger)
        return WebhookBridge(
            configuration, reviews: VersionReviews { try await reviewer.publish($0, nil) },
            shadow: { name in
                let result = try await reviewer.preview(name, nil)
                logger.notice(
                    "shadow: nothing is published for a model version",
                    metadata: [
                        "model": "\(name)", "standing": "\(result.standing)",
                        "events": "\(result.emitted.map(\.type).joined(separator: ", "))",
                    ])
            }, ledger: RedisDeliveryLedger(bus: bus.transport), logger: logger, metrics: metrics,
            now: now)
    }

    /// What looks through the registry; `nil` where no events are made.
    package func reconciler() -> Reconciler? {
        guard settings.rollout != .off else { return nil }
        var configuration = Reconciler.Configuration()
        configuration.interval = settings.pollInterval
        configuration.rollout = settings.rollout
        return Reconciler(
            configuration, client: client, reviewer: reviewer, store: RedisReconcilerStore(bus: bus.transport),
            loops: bus.transport.loops, logger: logger, metrics: metrics)
    }

    /// Looks through the registry once.
    ///
    /// - Parameter isPreview: Whether only to work out what would be published.
    package func reconciliation(isPreview: Bool) -> Reconciliation {
        let rollout = settings.rollout
        return Reconciliation(
            client: client, reviewer: reviewer,
            treatment: { name in
                let treatment = rollout.treatment(of: name)
                return isPreview && treatment == .full ? .shadow : treatment
            })
    }

    private func review(publishingTo publisher: any EventPublisher, writesBack: Bool) -> ModelVersionReview {
        let hasOutbox = bus.outbox != nil
        return ModelVersionReview(
            mlflow: client, publisher: publisher, writesBack: writesBack, logger: logger
        ) { [self] modelID in
            let reading = await Deadline.run(within: Self.patience) {
                () async -> Result<ModelVersionHistory, any Error> in
                do { return .success(try await history(of: modelID)) } catch { return .failure(error) }
            }
            switch reading {
            case .success(let history)?: return .read(history)
            case .failure(let error)?:
                guard hasOutbox, (error as? RedisError)?.isRetriable == true else { throw error }
                return .away
            case nil:
                guard hasOutbox else {
                    throw RedisError(
                        .timeout, "the history of \(modelID) could not be read within \(Self.patience)",
                        delivery: .notSent, isRetriable: true)
                }
                return .away
            }
        }
    }

    /// How long Redis may take to give a history; longer it is taken to be away.
    private static let patience = Duration.seconds(2)
}
