/// Finds the run of a version, and what it says.
struct RunSearch {
    let mlflow: MLflowClient

    /// Asks MLflow for the run that the facts name.
    ///
    /// - Throws: ``MLflowError``, but not where there is no such run: that is an answer.
    func find(_ version: MLflowModelVersion, _ facts: ModelVersionFacts) async throws(MLflowError) -> RunFinding {
        switch facts.reference {
        case nil: return .unnamed
        case .run(let id):
            guard let run = try await present({ () throws(MLflowError) in try await mlflow.run(id) }), !run.isDeleted
            else { return .gone("the run \(id)") }
            return .found(
                RunMetrics(
                    runID: run.id, experimentName: try await experimentName(run.experimentID),
                    metrics: run.metrics.merging(version.modelMetrics) { ofRun, _ in ofRun }))
        case .loggedModel(let id):
            guard let model = try await present({ () throws(MLflowError) in try await mlflow.loggedModel(id) }) else {
                return .gone("the logged model \(id)")
            }
            return .found(try await metrics(of: model, version))
        }
    }

    /// A logged model's own metrics count; those of its run stand in for what it lacks.
    private func metrics(
        of model: MLflowLoggedModel, _ version: MLflowModelVersion
    ) async throws(MLflowError) -> RunMetrics {
        var metrics = model.metrics.merging(version.modelMetrics) { ofModel, _ in ofModel }
        if let id = model.runID,
            let run = try await present({ () throws(MLflowError) in try await mlflow.run(id) }), !run.isDeleted
        {
            metrics.merge(run.metrics) { ofModel, _ in ofModel }
        }
        return RunMetrics(
            runID: model.runID, experimentName: try await experimentName(model.experimentID), metrics: metrics)
    }

    private func experimentName(_ id: String?) async throws(MLflowError) -> String? {
        guard let id else { return nil }
        return try await present { () throws(MLflowError) in try await mlflow.experimentName(id) }
    }

    /// What there is; `nil` where MLflow says that there is no such thing.
    private func present<Found>(
        _ ask: () async throws(MLflowError) -> Found
    ) async throws(MLflowError) -> Found? {
        do throws(MLflowError) { return try await ask() } catch  where error.isAbsence { return nil }
    }
}
