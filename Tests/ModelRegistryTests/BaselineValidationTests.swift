import HokusaiEvents
import ModelRegistry
import Testing

@Suite("Judging a version by its baseline")
struct BaselineValidationTests {
    private struct Row {
        let metric: String
        let baseline: Double
        let current: Double?
        /// `nil` where the baseline is met.
        let reason: ValidationFailureReason?
        var percentage: Double?
        var direction: MetricDirection?
    }

    @Test("ranges, direction, zero and negative baselines, missing values and values that are no numbers decide")
    func table() {
        let rows: [Row] = [
            Row(metric: "accuracy", baseline: 0.8, current: 0.9, reason: nil, percentage: 12.5),
            Row(metric: "accuracy", baseline: 0.8, current: 0.8, reason: nil, percentage: 0),
            Row(metric: "accuracy", baseline: 0.8, current: 0.79, reason: .belowBaseline),
            Row(metric: "accuracy", baseline: 0.8, current: 1, reason: nil, percentage: 25),
            Row(metric: "accuracy", baseline: 0.8, current: 1.01, reason: .metricOutOfRange),
            Row(metric: "Accuracy", baseline: 0.8, current: 1.01, reason: .metricOutOfRange),
            Row(metric: "accuracy", baseline: 0.8, current: -0.01, reason: .metricOutOfRange),
            Row(metric: "accuracy", baseline: 1.2, current: 0.9, reason: .metricOutOfRange),
            Row(metric: "accuracy", baseline: 0, current: 0, reason: nil),
            Row(metric: "accuracy", baseline: 0, current: 0.5, reason: nil),
            Row(metric: "accuracy", baseline: 0.8, current: nil, reason: .metricMissing),
            Row(metric: "accuracy", baseline: 0.8, current: .nan, reason: .metricOutOfRange),
            Row(metric: "accuracy", baseline: .nan, current: 0.8, reason: .metricOutOfRange),
            Row(metric: "accuracy", baseline: .nan, current: nil, reason: .metricOutOfRange),
            Row(metric: "rmse", baseline: 12.5, current: 11.25, reason: nil, percentage: -10),
            Row(metric: "rmse", baseline: 12.5, current: 12.5, reason: nil, percentage: 0),
            Row(metric: "rmse", baseline: 12.5, current: 13, reason: .belowBaseline),
            Row(metric: "rmse", baseline: 12.5, current: 0, reason: nil, percentage: -100),
            Row(metric: "rmse", baseline: 12.5, current: -1, reason: .metricOutOfRange),
            Row(metric: "rmse", baseline: 0, current: 0, reason: .metricOutOfRange),
            Row(metric: "mae", baseline: -1, current: 0, reason: .metricOutOfRange),
            Row(metric: "val_rmse", baseline: 0, current: 0, reason: nil),
            Row(metric: "eval/loss", baseline: 2, current: 3, reason: .belowBaseline),
            Row(metric: "word error rate", baseline: 0.2, current: 0.1, reason: nil, percentage: -50),
            Row(metric: "r2", baseline: -0.5, current: -0.25, reason: nil),
            Row(metric: "r2", baseline: -0.5, current: 1.5, reason: .metricOutOfRange),
            Row(metric: "r2", baseline: 0.5, current: 0.4, reason: .belowBaseline),
            Row(metric: "engagement_score", baseline: 4, current: 40, reason: nil, percentage: 900),
            Row(metric: "engagement_score", baseline: 4, current: -1, reason: .metricOutOfRange),
            Row(metric: "brand_new", baseline: -3, current: 100, reason: nil),
            Row(metric: "brand_new", baseline: 3, current: 2, reason: .belowBaseline),
            Row(
                metric: "brand_new", baseline: 3, current: 2.25, reason: nil, percentage: -25, direction: .lowerIsBetter
            ),
            Row(metric: "brand_new", baseline: 3, current: .infinity, reason: .metricOutOfRange),
            // MLflow stores the infinities as the largest doubles.
            Row(metric: "brand_new", baseline: 3, current: .greatestFiniteMagnitude, reason: .metricOutOfRange),
            Row(metric: "brand_new", baseline: 1e-300, current: 1e300, reason: nil),
        ]
        for row in rows {
            let comparison = BaselineComparison(
                metric: row.metric, direction: row.direction ?? MetricKind(row.metric).direction,
                baseline: row.baseline, current: row.current)
            switch comparison.verdict {
            case .met(let baseline, let current, let percentage):
                #expect(row.reason == nil, "\(row)")
                #expect(baseline == row.baseline && current == row.current)
                #expect(isClose(percentage, row.percentage), "\(row): \(String(describing: percentage))")
            case .failed(let reason, let message):
                #expect(reason == row.reason, "\(row): \(message)")
                #expect(message.contains(row.metric) && message.hasSuffix("."))
            }
        }
    }

    @Test("the message names the metric and both values")
    func message() {
        let comparison = BaselineComparison(
            metric: "reply_rate", direction: .higherIsBetter, baseline: 0.75, current: 0.71)
        #expect(
            comparison.verdict
                == .failed(.belowBaseline, "reply_rate is 0.71, and the baseline asks for at least 0.75."))
    }

    @Test("what is wrong with the version comes before what is wrong with its run")
    func versions() {
        let found = RunFinding.found(RunMetrics(runID: "r", metrics: ["reply_rate": 0.9]))
        let rows: [(tags: [String: String], run: RunFinding, reason: String?)] = [
            (Fixture.tags(), found, nil), (Fixture.tags(token: "BAD SYMBOL!!"), .unnamed, "invalid_token_symbol"),
            (Fixture.tags(token: String(repeating: "a", count: 65)), found, "invalid_token_symbol"),
            (Fixture.tags(token: "-a"), found, "invalid_token_symbol"),
            (Fixture.tags(baseline: "a lot"), found, "invalid_tag"),
            (Fixture.tags(baseline: "nan"), found, "metric_out_of_range"),
            (Fixture.tags([RegistryTag.direction: "up"]), found, "invalid_tag"),
            (Fixture.tags([RegistryTag.direction: "lower_is_better"]), found, "below_baseline"),
            (Fixture.tags([RegistryTag.contributor: "nope"]), found, "invalid_tag"),
            (Fixture.tags(metric: String(repeating: "m", count: 129)), found, "invalid_tag"),
            (Fixture.tags(), .unnamed, "run_not_found"), (Fixture.tags(), .gone("the run x"), "run_not_found"),
            (Fixture.tags(metric: "auc"), found, "metric_missing"),
        ]
        for row in rows {
            let facts = ModelVersionFacts(MLflowModelVersion(name: "m", version: "1", tags: row.tags))
            #expect(facts.missing.isEmpty)
            var reason: String?
            if case .failed(let why, _) = BaselineValidation.verdict(of: facts, row.run) { reason = why.rawValue }
            #expect(reason == row.reason, "\(row)")
        }
    }

    private func isClose(_ left: Double?, _ right: Double?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return (left - right).magnitude < 1e-9
    }
}
