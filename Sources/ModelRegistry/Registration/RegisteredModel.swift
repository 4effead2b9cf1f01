public import EventBus

/// A tokenized model that is registered, and what its review came to.
public struct RegisteredModel: Sendable, Hashable {
    /// The registered model's name.
    public let modelName: String
    /// The new version.
    public let modelVersion: String
    /// What the review came to, with the receipts of the events.
    public let review: ReviewResult

    /// Whether `model_ready_to_deploy` is in the log, or in the outbox on its way there. `false` where the version was turned
    /// down: then `validation_failed` is, and says why.
    public var eventEmitted: Bool { review.standing == .ready }

    /// The id of the event that says how the version stands, whoever was the first to publish it.
    public var eventID: EventID? { review.eventID }

    /// Where that event is; `nil` where somebody else was faster, such as the gateway that MLflow had told.
    public var receipt: PublishReceipt? { review.emitted.last { $0.isOutcome }?.receipt }
}
