package import EventBus

/// A logged model: since MLflow 3 a model is logged as a thing of its own, with metrics of its own.
public struct MLflowLoggedModel: Sendable, Hashable {
    /// The model's id, `m-…`.
    public let id: String
    /// The run that made it.
    public let runID: String?
    /// The experiment that it belongs to.
    public let experimentID: String?
    /// The latest value of each metric.
    public let metrics: [String: Double]

    /// Describes a logged model.
    public init(id: String, runID: String? = nil, experimentID: String? = nil, metrics: [String: Double] = [:]) {
        self.id = id
        self.runID = runID
        self.experimentID = experimentID
        self.metrics = metrics
    }

    /// Reads MLflow's `LoggedModel`; `nil` where it has no id.
    package init?(json: JSONValue) {
        guard let info = json.object?["info"]?.object, let id = info["model_id"]?.text else { return nil }
        self.init(
            id: id, runID: info["source_run_id"]?.text.flatMap { $0.isEmpty ? nil : $0 },
            experimentID: info["experiment_id"]?.text,
            metrics: json.object?["data"]?.object?["metrics"]?.metrics ?? [:])
    }
}
