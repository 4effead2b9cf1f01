public import Logging

/// Registers tokenized models: the version is in MLflow and its event in the log, or in the outbox, before that is called done.
public struct ModelRegistration: Sendable {
    private let review: ModelVersionReview
    private let patience: Duration
    private let logger: Logger
    private var mlflow: MLflowClient { review.mlflow }

    /// Makes one.
    ///
    /// - Parameters:
    ///   - review: Publishes the events.
    ///   - patience: How long MLflow may take to copy the version's files.
    ///   - logger: Where it is written what was registered.
    public init(
        _ review: ModelVersionReview, patience: Duration = .seconds(60),
        logger: Logger = Logger(label: "model-registry")
    ) {
        self.review = review
        self.patience = patience
        self.logger = logger
    }

    /// Registers a version of a model, with the tags that say which token it stands for and what it has to meet, and publishes
    /// the event that follows: `model_ready_to_deploy`, or `validation_failed` where the run's value does not meet the baseline.
    ///
    /// Registration and event are consistent: this returns once the event is in the log, or in the outbox where the log is away.
    /// If the process ends in between, the reconciler finds the version and publishes what is missing.
    ///
    /// - Throws: ``RegistrationError``, which says whether there is a version in MLflow now.
    public func registerTokenizedModel(_ model: TokenizedModel) async throws(RegistrationError) -> RegisteredModel {
        if let fault = model.fault {
            throw RegistrationError(stage: .refused, message: "nothing was registered: \(fault)", cause: nil)
        }
        let made: MLflowModelVersion
        do throws(MLflowError) {
            try await mlflow.ensureRegisteredModel(model.modelName)
            made = try await mlflow.createModelVersion(
                model.modelName, source: model.modelURI, runID: model.runID, tags: model.tags,
                description: model.description)
        } catch {
            throw RegistrationError(
                stage: .notRegistered, message: "\(model.modelName) was not registered: \(error)", cause: error)
        }
        logger.info("a model version was made", metadata: ["model": "\(made.name)", "version": "\(made.version)"])
        do {
            let ready = try await registered(made)
            let result = try await review.review(ready)
            if case .pending(let missing) = result.standing { throw pending(made, missing) }
            return RegisteredModel(modelName: made.name, modelVersion: made.version, review: result)
        } catch let error as RegistrationError {
            throw error
        } catch {
            throw RegistrationError(
                stage: .registered(version: made.version),
                message:
                    "\(made.name) is registered as version \(made.version), but its event is not in the log: \(error)",
                cause: error)
        }
    }

    /// Waits until MLflow has copied the version's files. MLflow can only be asked again and again.
    private func registered(_ made: MLflowModelVersion) async throws -> MLflowModelVersion {
        let end = ContinuousClock.now + patience
        var pause = Duration.milliseconds(100)
        while true {
            let version = try await mlflow.modelVersion(made.name, made.version)
            guard version.status == .pending else { return version }
            guard ContinuousClock.now < end else { throw pending(made, [.files]) }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .seconds(2))
        }
    }

    private func pending(_ made: MLflowModelVersion, _ missing: [MissingFact]) -> RegistrationError {
        let missing = missing.map { "\($0)" }.joined(separator: ", ")
        return RegistrationError(
            stage: .registered(version: made.version),
            message:
                "\(made.name) is registered as version \(made.version), but can't be judged yet: it lacks \(missing)",
            cause: nil)
    }
}
