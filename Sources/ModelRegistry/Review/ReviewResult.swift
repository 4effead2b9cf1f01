public import EventBus
import HokusaiEvents

/// What a review of a model version came to.
public struct ReviewResult: Sendable, Hashable {
    /// The registered model's name.
    public let modelName: String
    /// The version.
    public let modelVersion: String
    /// The aggregate that the version's events belong to, e.g. `msg-model/1/msg-ai`; `nil` while its token is not known.
    public let modelID: String?
    /// How the version stands now.
    public let standing: Standing
    /// The events that this review put into the log or the outbox, in order; empty where nothing was left to be done.
    public let emitted: [EmittedEvent]
    /// The id of the event that says how the version stands, whoever published it; `nil` while it is pending.
    public let eventID: EventID?

    /// How a version stands.
    public enum Standing: Sendable, Hashable {
        /// It is no tokenized model yet, or not registered to its end: what is still missing. Its events come later.
        case pending([MissingFact])
        /// It met its baseline: `model_ready_to_deploy` is in the log or the outbox.
        case ready
        /// It was turned down: `validation_failed` is in the log or the outbox.
        case failed(reason: String, message: String)
    }

    /// Whether an earlier review, of whatever process, had done everything.
    public var isAlreadyDone: Bool {
        if case .pending = standing { false } else { emitted.isEmpty }
    }

    /// What the review did, in a word: `pending`, `ready`, `failed`, or `unchanged`.
    package var word: String {
        switch standing {
        case .pending: "pending"
        case .ready: emitted.isEmpty ? "unchanged" : "ready"
        case .failed: emitted.isEmpty ? "unchanged" : "failed"
        }
    }

    /// Makes a result.
    package init(
        modelName: String, modelVersion: String, modelID: String?, standing: Standing, emitted: [EmittedEvent] = [],
        eventID: EventID? = nil
    ) {
        self.modelName = modelName
        self.modelVersion = modelVersion
        self.modelID = modelID
        self.standing = standing
        self.emitted = emitted
        self.eventID = eventID
    }
}

/// An event that a review published.
public struct EmittedEvent: Sendable, Hashable {
    /// The event's name, e.g. `model_ready_to_deploy`.
    public let type: String
    /// Where it is.
    public let receipt: PublishReceipt

    /// Whether it says how the version stands.
    var isOutcome: Bool {
        type == ModelReadyToDeploy.declaration.type || type == ValidationFailed.declaration.type
    }

    /// Makes one.
    package init(type: String, receipt: PublishReceipt) {
        self.type = type
        self.receipt = receipt
    }
}
