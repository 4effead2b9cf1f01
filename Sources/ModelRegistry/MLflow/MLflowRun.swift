package import EventBus

/// A run: what was logged while a model was trained.
public struct MLflowRun: Sendable, Hashable {
    /// The run's id.
    public let id: String
    /// The experiment that it belongs to.
    public let experimentID: String?
    /// Whether it was deleted, though not yet removed for good.
    public let isDeleted: Bool
    /// The latest value of each metric.
    public let metrics: [String: Double]
    /// The tags.
    public let tags: [String: String]

    /// Describes a run.
    public init(
        id: String, experimentID: String? = nil, isDeleted: Bool = false, metrics: [String: Double] = [:],
        tags: [String: String] = [:]
    ) {
        self.id = id
        self.experimentID = experimentID
        self.isDeleted = isDeleted
        self.metrics = metrics
        self.tags = tags
    }

    /// Reads MLflow's `Run`; `nil` where it has no id.
    package init?(json: JSONValue) {
        guard let info = json.object?["info"]?.object, let id = (info["run_id"] ?? info["run_uuid"])?.text else {
            return nil
        }
        let data = json.object?["data"]?.object
        self.init(
            id: id, experimentID: info["experiment_id"]?.text, isDeleted: info["lifecycle_stage"]?.text == "deleted",
            metrics: data?["metrics"]?.metrics ?? [:], tags: data?["tags"]?.tags ?? [:])
    }
}
