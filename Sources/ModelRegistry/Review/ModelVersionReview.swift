public import EventBus
import HokusaiEvents
public import Logging

/// The one way by which the events of a model version come about: a webhook, the reconciler, the command line and
/// ``ModelRegistration`` all review.
///
/// A review reads what MLflow says of a version and what the log has of it, decides which events are missing, and publishes
/// each with the version that the history must have. Where somebody else was faster it reads and decides again. So every event
/// of a version is in the log once, whoever reviews it, how often, from how many processes, and wherever one of them died.
public struct ModelVersionReview: Sendable {
    /// Reads the history of a model version by its aggregate's id.
    public typealias Histories = @Sendable (_ modelID: String) async throws -> HistoryReading

    /// The registry.
    public let mlflow: MLflowClient
    private let publisher: any EventPublisher
    private let histories: Histories
    private let writesBack: Bool
    private let logger: Logger

    /// Makes a review.
    ///
    /// ```swift
    /// let stream = ModelRegistered.declaration.stream
    /// let review = ModelVersionReview(mlflow: mlflow, publisher: bus) { modelID in
    ///     .read(try await bus.transport.load(modelID, type: "model", in: stream, into: ModelVersionHistory()) {
    ///         $0.add($1.record, version: $1.version)
    ///     }.state)
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - mlflow: The registry.
    ///   - publisher: Takes the events.
    ///   - writesBack: Whether the version gets tags that say what the review came to, once the event is in the log. Where that
    ///     fails the log says so, and nothing else.
    ///   - logger: Where it is written what became of each version.
    ///   - histories: Reads a history.
    public init(
        mlflow: MLflowClient, publisher: any EventPublisher, writesBack: Bool = false,
        logger: Logger = Logger(label: "model-registry"), histories: @escaping Histories
    ) {
        self.mlflow = mlflow
        self.publisher = publisher
        self.writesBack = writesBack
        self.logger = logger
        self.histories = histories
    }

    /// Reviews a version that is known by its name.
    ///
    /// - Throws: ``MLflowError`` where MLflow does not answer, or has no such version; `PublishError` where an event could not
    ///   be published; what reading the history failed of. Nothing is lost then: review again. Some of the events may have been
    ///   published; the next review finds them.
    public func review(name: String, version: String) async throws -> ReviewResult {
        try await review(try await mlflow.modelVersion(name, version))
    }

    /// Reviews a version as a search found it, or ``review(name:version:)``.
    ///
    /// - Throws: As ``review(name:version:)``.
    public func review(_ version: MLflowModelVersion) async throws -> ReviewResult {
        let facts = ModelVersionFacts(version)
        guard facts.missing.isEmpty, let modelID = facts.modelID else {
            return ReviewResult(
                modelName: version.name, modelVersion: version.version, modelID: facts.modelID,
                standing: .pending(facts.missing))
        }
        var run: RunFinding?
        var emitted: [EmittedEvent] = []
        for attempt in 1... {
            let history = try await history(of: modelID)
            if run == nil, !history.isReady { run = try await RunSearch(mlflow: mlflow).find(version, facts) }
            let decision = try await decide(facts, modelID: modelID, run: run ?? .unnamed, history)
            do {
                emitted += try await publish(decision, of: modelID, after: history)
            } catch let outrun as Outrun {
                emitted += outrun.emitted
                guard attempt < Self.maximumAttempts else { throw outrun.conflict }
                logger.debug(
                    "another review was faster; the version is looked at again",
                    metadata: ["model_id": "\(modelID)", "error": "\(outrun.conflict)"])
                continue
            }
            let result = ReviewResult(
                modelName: version.name, modelVersion: version.version, modelID: modelID, standing: decision.standing,
                emitted: emitted, eventID: emitted.last { $0.isOutcome }?.receipt.eventID ?? history.outcomeID)
            note(result)
            if writesBack, !emitted.isEmpty { await writeBack(result) }
            return result
        }
        preconditionFailure("the loop above ends by itself")
    }

    private func history(of modelID: String) async throws -> ModelVersionHistory {
        switch try await histories(modelID) {
        case .read(let history): return history
        case .away:
            logger.info(
                "the log is away: the version is taken for a new one", metadata: ["model_id": "\(modelID)"])
            return ModelVersionHistory()
        }
    }

    private func decide(
        _ facts: ModelVersionFacts, modelID: String, run: RunFinding, _ history: ModelVersionHistory
    ) async throws -> ReviewDecision {
        let predecessors = Predecessors(mlflow: mlflow, histories: histories)
        if history.isReady {
            guard !history.isImproved, let ready = history.ready else {
                return ReviewDecision(standing: .ready, steps: [])
            }
            let previous = try await predecessors.latestReady(before: facts, by: ready.metricName, ready.direction)
            return .decide(ready: ready, previous: previous)
        }
        let verdict = BaselineValidation.verdict(of: facts, run)
        var previous: ModelReadyToDeploy?
        if case .met = verdict, let direction = facts.direction {
            previous = try await predecessors.latestReady(before: facts, by: facts.metricName, direction)
        }
        return .decide(
            facts, modelID: modelID, run: run, verdict: verdict, history: history, previous: previous)
    }

    /// Another review was faster than this one, perhaps after the first of its events.
    private struct Outrun: Error {
        let conflict: PublishError
        let emitted: [EmittedEvent]
    }

    /// Publishes the steps one after another; each names the one before as its cause.
    private func publish(
        _ decision: ReviewDecision, of modelID: String, after history: ModelVersionHistory
    ) async throws -> [EmittedEvent] {
        var emitted: [EmittedEvent] = []
        var context = PublishContext(
            correlationID: modelID, causationID: history.lastEventID?.description, expectedVersion: history.version)
        for step in decision.steps {
            do throws(PublishError) {
                let (type, receipt) = try await publish(step, context)
                context.causationID = receipt.eventID.description
                guard receipt.outcome != .duplicate else { continue }
                emitted.append(EmittedEvent(type: type, receipt: receipt))
                context.expectedVersion = (context.expectedVersion ?? 0) + 1
            } catch {
                guard error.versionConflict != nil else { throw error }
                throw Outrun(conflict: error, emitted: emitted)
            }
        }
        return emitted
    }

    private func publish(
        _ step: ReviewDecision.Step, _ context: PublishContext
    ) async throws(PublishError) -> (String, PublishReceipt) {
        switch step {
        case .registered(let event): try await publish(event, context)
        case .ready(let event): try await publish(event, context)
        case .failed(let event): try await publish(event, context)
        case .improved(let event): try await publish(event, context)
        }
    }

    private func publish<E: Event>(
        _ event: E, _ context: PublishContext
    ) async throws(PublishError) -> (String, PublishReceipt) {
        (E.declaration.type, try await publisher.publish(event, context: context))
    }

    private func note(_ result: ReviewResult) {
        for event in result.emitted {
            logger.info(
                "an event of a model version was published",
                metadata: [
                    "model_id": "\(result.modelID ?? "")", "event": "\(event.type)",
                    "event_id": "\(event.receipt.eventID)",
                ])
        }
    }

    /// Says in MLflow what the review came to, for those who look there.
    private func writeBack(_ result: ReviewResult) async {
        let (status, type) =
            if case .failed = result.standing {
                ("failed", ValidationFailed.declaration.type)
            } else { ("ready", ModelReadyToDeploy.declaration.type) }
        guard let event = result.emitted.last(where: { $0.type == type }) else { return }
        do throws(MLflowError) {
            try await mlflow.setTag(RegistryTag.validationStatus, to: status, of: result.modelName, result.modelVersion)
            try await mlflow.setTag(
                RegistryTag.validationEvent, to: event.receipt.eventID.description, of: result.modelName,
                result.modelVersion)
        } catch {
            logger.warning(
                "the outcome of a model version is in the log, but could not be written to its tags",
                metadata: ["model_id": "\(result.modelID ?? "")", "error": "\(error)"])
        }
    }

    /// How often a version is looked at in one review. Each time somebody else has brought it on by an event, and it has at
    /// most a few.
    private static let maximumAttempts = 8
}
