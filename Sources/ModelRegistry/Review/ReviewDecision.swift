package import HokusaiEvents

/// Which events a model version still lacks: a pure function of its facts, the verdict, and what the log has of it.
package struct ReviewDecision: Sendable, Hashable {
    /// An event that is to be published.
    package enum Step: Sendable, Hashable {
        case registered(ModelRegistered)
        case ready(ModelReadyToDeploy)
        case failed(ValidationFailed)
        case improved(MetricImproved)
    }

    /// How the version stands once all steps are done.
    package let standing: ReviewResult.Standing
    /// The events that are missing, in order: the first expects the history's version, each further one the next.
    package let steps: [Step]

    /// Decides about a version that is not ready yet and lacks no fact.
    ///
    /// - Parameter previous: The latest earlier version of the same model that is ready, by the same metric; only looked at
    ///   where the baseline is met.
    package static func decide(
        _ facts: ModelVersionFacts, modelID: String, run: RunFinding, verdict: BaselineVerdict,
        history: ModelVersionHistory, previous: ModelReadyToDeploy?
    ) -> ReviewDecision {
        var steps: [Step] = []
        let found: RunMetrics? = if case .found(let metrics) = run { metrics } else { nil }
        let writer = EventWriter(facts: facts, modelID: modelID, run: found)
        if !history.isRegistered, let registered = writer.registered { steps.append(.registered(registered)) }
        switch verdict {
        case .met(let baseline, let current, let percentage):
            let ready = writer.ready(baseline: baseline, current: current, percentage: percentage)
            steps.append(.ready(ready))
            if let improved = improvement(of: ready, over: previous) { steps.append(.improved(improved)) }
            return ReviewDecision(standing: .ready, steps: steps)
        case .failed(let reason, let message):
            let failed = writer.failed(reason, message)
            if history.failure.map({ isSame($0, failed) }) != true { steps.append(.failed(failed)) }
            return ReviewDecision(standing: .failed(reason: reason.rawValue, message: message), steps: steps)
        }
    }

    /// Decides about a version that is ready: all that may be missing is that it is better than the one before it.
    package static func decide(ready: ModelReadyToDeploy, previous: ModelReadyToDeploy?) -> ReviewDecision {
        let improved = improvement(of: ready, over: previous)
        return ReviewDecision(standing: .ready, steps: improved.map { [.improved($0)] } ?? [])
    }

    /// The event of a better version; `nil` where it is not better, or the two were judged in other ways.
    package static func improvement(
        of ready: ModelReadyToDeploy, over previous: ModelReadyToDeploy?
    ) -> MetricImproved? {
        guard let previous, previous.metricName == ready.metricName, previous.direction == ready.direction else {
            return nil
        }
        let change = ready.currentValue - previous.currentValue
        let improvement = ready.direction == .lowerIsBetter ? -change : change
        guard improvement > 0, improvement.isFinite else { return nil }
        return MetricImproved(
            modelID: ready.modelID, modelName: ready.modelName, modelVersion: ready.modelVersion,
            previousVersion: previous.modelVersion, tokenSymbol: ready.tokenSymbol, metricName: ready.metricName,
            previousValue: previous.currentValue, currentValue: ready.currentValue, improvement: improvement,
            improvementPercentage: BaselineComparison.percentage(improvement, of: previous.currentValue.magnitude),
            direction: ready.direction, mlflowRunID: ready.mlflowRunID,
            contributorAddress: ready.contributorAddress)
    }

    /// Whether two failures say the same; their wording may differ from one release of this program to the next.
    private static func isSame(_ left: ValidationFailed, _ right: ValidationFailed) -> Bool {
        left.reason == right.reason && left.tokenSymbol == right.tokenSymbol && left.metricName == right.metricName
            && left.baselineValue == right.baselineValue && left.currentValue == right.currentValue
            && left.direction == right.direction && left.mlflowRunID == right.mlflowRunID
            && left.contributorAddress == right.contributorAddress
    }
}
