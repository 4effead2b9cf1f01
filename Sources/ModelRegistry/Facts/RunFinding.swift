/// What became of the search for a version's run.
public enum RunFinding: Sendable, Hashable {
    /// The metrics were found.
    case found(RunMetrics)
    /// The run or the logged model does not exist, or was deleted; what was looked for.
    case gone(String)
    /// The version names neither a run nor a logged model.
    case unnamed
}

/// What a run, or a logged model, says of a version.
public struct RunMetrics: Sendable, Hashable {
    /// The run's id; `nil` for a logged model without a run.
    public let runID: String?
    /// The experiment's name.
    public let experimentName: String?
    /// The latest value of each metric.
    public let metrics: [String: Double]

    /// Describes a run.
    public init(runID: String?, experimentName: String? = nil, metrics: [String: Double]) {
        self.runID = runID
        self.experimentName = experimentName
        self.metrics = metrics
    }
}
