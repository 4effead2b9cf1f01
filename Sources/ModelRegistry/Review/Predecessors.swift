import HokusaiEvents

/// The versions of a model before a certain one, as far as they were found ready.
struct Predecessors {
    let mlflow: MLflowClient
    let histories: ModelVersionReview.Histories

    /// The latest earlier version of the same model that the log has as ready, judged by the same metric in the same direction:
    /// what its `model_ready_to_deploy` says counts, not what MLflow says of it now.
    ///
    /// At most ``reach`` versions are looked at, from the latest down. `nil` where there is none, and where the log is away: then
    /// a later review compares.
    func latestReady(
        before facts: ModelVersionFacts, by metric: String, _ direction: MetricDirection
    ) async throws -> ModelReadyToDeploy? {
        guard let number = Int64(facts.modelVersion), number > 1,
            let filter = MLflowFilter.model(facts.modelName, below: number)
        else { return nil }
        var seen = 0
        for try await earlier in mlflow.modelVersions(
            where: filter, orderedBy: ["version_number DESC"], pageSize: Self.page)
        {
            seen += 1
            if let modelID = ModelVersionFacts(earlier).modelID {
                guard case .read(let history) = try await histories(modelID) else { return nil }
                if let ready = history.ready, ready.metricName == metric, ready.direction == direction { return ready }
            }
            if seen == Self.reach { return nil }
        }
        return nil
    }

    /// How many versions are looked at, so that a model with thousands of versions that failed does not hold up the others.
    private static let reach = 50
    /// Most often the version before is the one.
    private static let page = 10
}
