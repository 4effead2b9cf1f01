package import EventBus
package import Logging
package import Metrics
import Synchronization

/// Takes MLflow's deliveries: checks that they are MLflow's, and reviews the version that each is about.
///
/// A delivery is dealt with once the review is: what follows from it is in the log, or in the outbox, or the version is not
/// registered to its end and another delivery will come. Until then MLflow is told to send it again.
package struct WebhookBridge: Sendable {
    /// What is configured.
    package struct Configuration: Sendable {
        /// The secret that deliveries are signed with, and the one before while it is changed.
        package var secrets: [String]
        /// How far the time of signing may lie from now.
        package var tolerance = Duration.seconds(300)
        /// How long to wait for more tags when one was set: a registry sets them one by one.
        package var gathering = Duration.milliseconds(20)
        /// For which models events are made.
        package var rollout = Rollout.on

        /// States the secrets.
        package init(secrets: [String]) { self.secrets = secrets }
    }

    private let configuration: Configuration
    private let reviews: VersionReviews
    private let shadow: @Sendable (ModelVersionName) async throws -> Void
    private let ledger: any DeliveryLedger
    private let recent = SharedDeliveries()
    private let logger: Logger
    private let count: @Sendable (WebhookOutcome) -> Void
    private let now: @Sendable () -> Int64

    /// Makes a bridge.
    ///
    /// - Parameters:
    ///   - reviews: Reviews versions, and publishes what follows.
    ///   - shadow: Logs what would follow, where the roll-out is in the shadow.
    ///   - ledger: Remembers deliveries.
    ///   - metrics: Where outcomes are counted.
    ///   - now: The time in seconds since 1970.
    package init(
        _ configuration: Configuration, reviews: VersionReviews,
        shadow: @escaping @Sendable (ModelVersionName) async throws -> Void, ledger: any DeliveryLedger, logger: Logger,
        metrics: any MetricsFactory = MetricsSystem.factory,
        now: @escaping @Sendable () -> Int64 = { Timestamp.now.microseconds / 1_000_000 }
    ) {
        self.configuration = configuration
        self.reviews = reviews
        self.shadow = shadow
        self.ledger = ledger
        self.logger = logger
        self.now = now
        count = { outcome in
            let metric = MetricDescriptor.webhookDeliveries
            Counter(label: metric.name, dimensions: metric.dimensions([outcome.word]), factory: metrics).increment()
        }
    }

    /// Looks at a delivery before its body is read.
    ///
    /// - Returns: That it is refused, where its headers alone say that it can't be MLflow's; `nil` where the body is to be read.
    package func refusal(deliveryID: String?, timestamp: String?, signatures: String?) -> WebhookOutcome? {
        do throws(WebhookSignature.Flaw) {
            try WebhookSignature(deliveryID: deliveryID, timestamp: timestamp, signatures: signatures).checkHeaders(
                now: now(), tolerance: configuration.tolerance.components.seconds)
            return nil
        } catch {
            let outcome = WebhookOutcome.refused(error)
            count(outcome)
            log(outcome, deliveryID, timestamp)
            return outcome
        }
    }

    /// Deals with a delivery: what its headers say, and its body as it came. Never throws: whatever is wrong is in the outcome.
    package func take(
        deliveryID: String?, timestamp: String?, signatures: String?, body: [UInt8]
    ) async -> WebhookOutcome {
        let outcome: WebhookOutcome
        do throws(WebhookSignature.Flaw) {
            let signature = try WebhookSignature(
                deliveryID: deliveryID, timestamp: timestamp, signatures: signatures)
            try signature.verify(
                body: body, secrets: configuration.secrets, now: now(),
                tolerance: configuration.tolerance.components.seconds)
            outcome = await take(signature.deliveryID, body)
        } catch {
            outcome = .refused(error)
        }
        count(outcome)
        log(outcome, deliveryID, timestamp)
        return outcome
    }

    private func take(_ id: String, _ body: [UInt8]) async -> WebhookOutcome {
        let delivery: WebhookDelivery
        do throws(WebhookDelivery.Malformed) {
            delivery = try WebhookDelivery(parsing: body)
        } catch {
            return .malformed(error.description)
        }
        guard let version = delivery.versionToReview else {
            return .ignored("nothing follows from \(delivery.entity).\(delivery.action)")
        }
        if recent.contains(id) { return .repeated }
        if await ledger.contains(id) { return .repeated }
        let outcome = await review(version, delivery)
        if case .unavailable = outcome { return outcome }
        recent.add(id)
        await ledger.add(id)
        return outcome
    }

    private func review(_ version: ModelVersionName, _ delivery: WebhookDelivery) async -> WebhookOutcome {
        do {
            switch configuration.rollout.treatment(of: version.model) {
            case .none: return .ignored("MODEL_EVENTS is \(configuration.rollout), and \(version.model) is not in it")
            case .shadow:
                try await shadow(version)
                return .shadowed
            case .full:
                var delay = Duration.zero
                if case .tagged = delivery.occurrence { delay = configuration.gathering }
                return .reviewed(try await reviews.review(version, after: delay))
            }
        } catch let error as MLflowError where error.isAbsence {
            // Deleted since, or the made-up version of a webhook that is being tested.
            return .ignored("MLflow has no version \(version)")
        } catch let error as PublishError where error.isFaultOfEvent {
            return .ignored("no event can be made of \(version): \(error.message)")
        } catch {
            return .unavailable("\(error)", retryAfter: Self.retryAfter)
        }
    }

    private func log(_ outcome: WebhookOutcome, _ deliveryID: String?, _ timestamp: String?) {
        var metadata: Logger.Metadata = ["delivery": "\((deliveryID ?? "none").prefix(128))"]
        switch outcome {
        case .reviewed(let result):
            metadata["model"] = "\(result.modelName)/\(result.modelVersion)"
            metadata["outcome"] = "\(outcome.word)"
            logger.info("a delivery of MLflow was dealt with", metadata: metadata)
        case .shadowed, .repeated:
            metadata["outcome"] = "\(outcome.word)"
            logger.info("a delivery of MLflow was dealt with", metadata: metadata)
        case .ignored(let reason):
            metadata["reason"] = "\(reason)"
            logger.info("a delivery of MLflow was passed over", metadata: metadata)
        case .refused(.stale):
            metadata["age"] = "\(timestamp.flatMap { Int64($0) }.map { "\(now() &- $0) s" } ?? "?")"
            metadata["tolerance"] = "\(configuration.tolerance)"
            logger.warning(
                "a delivery was refused: it was signed too long ago, or is yet to be; compare the clocks",
                metadata: metadata)
        case .refused(let flaw):
            metadata["flaw"] = "\(flaw.rawValue)"
            logger.warning("a delivery was refused: it is not signed as MLflow would", metadata: metadata)
        case .malformed(let reason):
            metadata["reason"] = "\(reason)"
            logger.warning("a delivery of MLflow can't be read", metadata: metadata)
        case .unavailable(let reason, _):
            metadata["reason"] = "\(reason)"
            logger.warning("a delivery of MLflow can't be dealt with now; it is to come again", metadata: metadata)
        }
    }

    /// MLflow tries three times, and waits at least that long between.
    private static let retryAfter = 2
}

/// ``RecentDeliveries`` that many requests share.
private final class SharedDeliveries: Sendable {
    private let deliveries = Mutex(RecentDeliveries())

    func contains(_ id: String) -> Bool { deliveries.withLock { $0.contains(id) } }

    func add(_ id: String) { deliveries.withLock { $0.add(id) } }
}
