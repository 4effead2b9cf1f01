import EventBus

/// What an ML engineer's script does with MLflow's own client: for tests and for trying things out.
extension MLflowClient {
    /// Makes an experiment; returns its id.
    ///
    /// - Throws: ``MLflowError``; of kind `alreadyExists` where there is one of that name.
    package func createExperiment(_ name: String) async throws(MLflowError) -> String {
        let request = MLflowRequest.post("experiments/create", ["name": .string(name)])
        guard let id = try await ask(request)["experiment_id"]?.text else {
            throw junk(request, missing: "experiment_id")
        }
        return id
    }

    /// Makes a run; returns its id.
    ///
    /// - Throws: ``MLflowError``.
    package func createRun(in experiment: String) async throws(MLflowError) -> String {
        let start = JSONValue.number(JSONNumber(Timestamp.now.microseconds / 1_000))
        let request = MLflowRequest.post(
            "runs/create", ["experiment_id": .string(experiment), "start_time": start])
        guard let run = try await ask(request)["run"].flatMap({ MLflowRun(json: $0) }) else {
            throw junk(request, missing: "run")
        }
        return run.id
    }

    /// Logs a metric of a run; not-a-number is sent as text, since JSON has no number for it.
    ///
    /// - Throws: ``MLflowError``.
    package func logMetric(_ metric: String, _ value: Double, of run: String) async throws(MLflowError) {
        let time = JSONValue.number(JSONNumber(Timestamp.now.microseconds / 1_000))
        _ = try await ask(
            .post(
                "runs/log-metric",
                [
                    "run_id": .string(run), "key": .string(metric),
                    "value": JSONNumber(value).map { .number($0) } ?? "NaN", "timestamp": time, "step": 0,
                ]))
    }
}
