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
}
