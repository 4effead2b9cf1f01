import HokusaiEvents

/// Writes the events of a version out of what is known of it.
struct EventWriter {
    let facts: ModelVersionFacts
    let modelID: String
    let run: RunMetrics?

    /// `nil` where the token or the metric could not stand in the event.
    var registered: ModelRegistered? {
        guard facts.isTokenValid, facts.metricName.unicodeScalars.count <= 128 else { return nil }
        return ModelRegistered(
            modelID: modelID, modelName: facts.modelName, modelVersion: facts.modelVersion,
            tokenSymbol: facts.tokenSymbol, mlflowRunID: runID, metricName: facts.metricName,
            baselineValue: baseline, currentValue: current, direction: direction,
            contributorAddress: facts.contributorAddress, experimentName: run?.experimentName,
            benchmarkSpecID: facts.benchmarkSpecID, tags: facts.tags)
    }

    func ready(baseline: Double, current: Double, percentage: Double?) -> ModelReadyToDeploy {
        ModelReadyToDeploy(
            modelID: modelID, tokenSymbol: facts.tokenSymbol, metricName: facts.metricName, baselineValue: baseline,
            currentValue: current, improvementPercentage: percentage, modelName: facts.modelName,
            modelVersion: facts.modelVersion, mlflowRunID: runID, contributorAddress: facts.contributorAddress,
            experimentName: run?.experimentName, tags: facts.tags, direction: direction)
    }

    func failed(_ reason: ValidationFailureReason, _ message: String) -> ValidationFailed {
        ValidationFailed(
            modelID: modelID, modelName: facts.modelName, modelVersion: facts.modelVersion,
            tokenSymbol: facts.tokenSymbol.limited(to: 256), reason: reason, message: message.limited(to: 2_000),
            metricName: facts.metricName.unicodeScalars.count <= 128 ? facts.metricName : nil,
            baselineValue: baseline, currentValue: current, direction: direction, mlflowRunID: runID,
            contributorAddress: facts.contributorAddress)
    }

    private var direction: MetricDirection { facts.direction ?? MetricKind(facts.metricName).direction }

    /// The run that was found, or else the one that was looked for.
    private var runID: String? {
        if let run { return run.runID }
        if case .run(let id)? = facts.reference { return id }
        return nil
    }

    private var baseline: Double? { writable(facts.baseline) }
    private var current: Double? { writable(run?.metrics[facts.metricName]) }

    /// JSON has no not-a-number and no infinity; the message says what was there.
    private func writable(_ value: Double?) -> Double? {
        value.flatMap { $0.isFinite && $0.magnitude < .greatestFiniteMagnitude ? $0 : nil }
    }
}
