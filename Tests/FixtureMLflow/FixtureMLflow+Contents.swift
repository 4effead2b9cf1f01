import Synchronization

/// What a test puts into the registry without asking over HTTP. Nothing of it is told to webhooks.
extension FixtureMLflow {
    /// Makes a run with metrics, in an experiment of that name; returns its id.
    package func addRun(_ metrics: [String: Double], experiment: String = "message-replies") -> String {
        state.withLock { state in
            let id = state.registry.experiment(experiment)
            return state.registry.makeRun(FixtureRegistry.Run(experimentID: id, metrics: metrics))
        }
    }

    /// Logs a metric of a run, over the value before.
    package func log(_ metric: String, _ value: Double, of run: String) {
        state.withLock { $0.registry.runs[run]?.metrics[metric] = value }
    }

    /// Deletes a run: softly as MLflow does first, or for good as `mlflow gc` does.
    package func deleteRun(_ id: String, forGood: Bool = false) {
        state.withLock { state in
            if forGood { state.registry.runs[id] = nil } else { state.registry.runs[id]?.isDeleted = true }
        }
    }

    /// Makes a logged model with metrics; returns its id.
    package func addLoggedModel(_ metrics: [String: Double] = [:], runID: String? = nil) -> String {
        state.withLock { $0.registry.makeLoggedModel(FixtureRegistry.LoggedModel(runID: runID, metrics: metrics)) }
    }

    /// Makes a version with its tags, and the model where there is none; returns the version's number.
    @discardableResult
    package func addVersion(
        of name: String, runID: String? = nil, modelID: String? = nil, source: String? = nil,
        tags: [String: String] = [:]
    ) -> String {
        state.withLock { state in
            try? state.registry.makeModel(name)
            let source = source ?? runID.map { "runs:/\($0)/model" } ?? "mlflow-artifacts:/1/model"
            let made = try? state.registry.makeVersion(
                name, source: source, runID: runID, modelID: modelID, tags: tags, description: nil)
            return String(made?.number ?? 0)
        }
    }

    /// Sets a tag of a version, or removes it.
    package func setTag(_ key: String, _ value: String?, of name: String, _ version: String) {
        state.withLock { state in try? state.registry.change(name, version) { $0.tags[key] = value } }
    }

    /// The tags of a version.
    package func tags(of name: String, _ version: String) -> [String: String] {
        state.withLock { (try? $0.registry.version(name, version))?.tags ?? [:] }
    }

    /// How many versions a model has.
    package func versionCount(of name: String) -> Int { state.withLock { $0.registry.models[name]?.count ?? 0 } }

    /// Ends the copying of a version's files.
    package func finishRegistration(of name: String, _ version: String, failed: Bool = false) {
        state.withLock { state in
            try? state.registry.change(name, version) {
                $0.status = failed ? "FAILED_REGISTRATION" : "READY"
                $0.updatedAt += 1
            }
        }
    }

    /// Removes a version.
    package func removeVersion(of name: String, _ version: String) {
        state.withLock { $0.registry.removeVersion(name, version) }
    }
}
