public import EventBus
package import HokusaiEvents

/// What the log says of one model version: the history of its aggregate, folded.
public struct ModelVersionHistory: Sendable, Hashable {
    /// The aggregate's version: how many events it has had; 0 where there is no history.
    public private(set) var version: UInt64 = 0
    /// Whether `model_registered` is there.
    public private(set) var isRegistered = false
    /// Whether `model_ready_to_deploy` is there, which is the last word about a version.
    public private(set) var isReady = false
    /// Whether `metric_improved` is there.
    public private(set) var isImproved = false
    /// What `model_ready_to_deploy` says, where this program can read it.
    package private(set) var ready: ModelReadyToDeploy?
    /// What the latest `validation_failed` says.
    package private(set) var failure: ValidationFailed?
    /// The id of `model_ready_to_deploy`, or else of the latest `validation_failed`.
    package private(set) var outcomeID: EventID?
    /// The id of the latest event.
    public private(set) var lastEventID: EventID?

    /// No history.
    public init() {}

    /// Takes the next event, in the order of the history; `version` is the aggregate's after it.
    public mutating func add(_ record: EventRecord, version: UInt64) {
        self.version = version
        let id = (try? record.envelope())?.id
        lastEventID = id
        let type = record.type
        if ModelRegistered.declaration.names(type) {
            isRegistered = true
        } else if ModelReadyToDeploy.declaration.names(type) {
            isReady = true
            outcomeID = id
            ready = try? record.decode(ModelReadyToDeploy.self)
        } else if ValidationFailed.declaration.names(type) {
            failure = try? record.decode(ValidationFailed.self)
            if !isReady { outcomeID = id }
        } else if MetricImproved.declaration.names(type) {
            isImproved = true
        }
    }
}

extension EventDeclaration {
    /// Whether an entry of this name is of this event.
    fileprivate func names(_ name: String) -> Bool { name == type || aliases.contains(name) }
}
