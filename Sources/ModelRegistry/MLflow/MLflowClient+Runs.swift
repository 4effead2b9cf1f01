import EventBus

extension MLflowClient {
    /// One run with the latest value of each of its metrics. A run that was deleted but not yet removed is found, too.
    ///
    /// - Throws: ``MLflowError``; of kind `notFound` where there is none.
    public func run(_ id: String) async throws(MLflowError) -> MLflowRun {
        let request = MLflowRequest.get("runs/get", [("run_id", id)])
        guard let run = try await ask(request)["run"].flatMap({ MLflowRun(json: $0) }) else {
            throw junk(request, missing: "run")
        }
        return run
    }

    /// One logged model.
    ///
    /// - Throws: ``MLflowError``; of kind `notFound` where there is none, or where MLflow is older than 3.
    public func loggedModel(_ id: String) async throws(MLflowError) -> MLflowLoggedModel {
        let request = MLflowRequest.get("logged-models/\(MLflowRequest.escaped(id))")
        guard let model = try await ask(request)["model"].flatMap({ MLflowLoggedModel(json: $0) }) else {
            throw junk(request, missing: "model")
        }
        return model
    }

    /// The name of an experiment; asked for once, then remembered.
    ///
    /// - Throws: ``MLflowError``.
    public func experimentName(_ id: String) async throws(MLflowError) -> String {
        if let known = experiments[id] { return known }
        let request = MLflowRequest.get("experiments/get", [("experiment_id", id)])
        guard let name = try await ask(request)["experiment"]?.object?["name"]?.text else {
            throw junk(request, missing: "experiment")
        }
        experiments[id] = name
        return name
    }
}
