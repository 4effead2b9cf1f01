import FixtureMLflow
import TestSupport

/// 10,000 model versions that no delivery told of: from the start of `eventbus serve` until all their events are in the log, and the
/// most memory that it had meanwhile.
enum ModelReconciling: Measurement {
    static let rows = ["reconcile", "reconcile-memory"]
    private static let models = 1_000
    private static let versions = 10

    static func run(on bench: Bench) async throws -> [Row] {
        try bench.reset()
        let (seconds, megabytes) = try await FixtureMLflow.run { mlflow in
            for model in 0..<models {
                for version in 0..<versions {
                    // Every other one is turned down.
                    let run = mlflow.addRun(["accuracy": version.isMultiple(of: 2) ? 0.8 : 0.7])
                    mlflow.addVersion(
                        of: "model-\(model)", runID: run,
                        tags: [
                            "hokusai_token_id": "BENCH", "benchmark_metric": "accuracy", "benchmark_value": "0.75",
                        ])
                }
            }
            let start = ProcessorClock.monotonicSeconds
            let served = try ServedProcess(
                redis: bench.server.url, catalogue: ServedGateway.hokusaiCatalogue,
                environment: ["MLFLOW_TRACKING_URI": mlflow.url, "EVENTBUS_MLFLOW_POLL_INTERVAL": "1s"])
            defer { served.end() }
            let control = try HiredisConnection(socket: bench.socket)
            let isDone = try await eventually(within: .seconds(300)) {
                let length = try control.ask("XLEN", "hokusai:{model_lifecycle:0}:log")
                return length == ["\(models * versions * 2)"]
            }
            guard isDone else { throw BenchmarkError.unexpected("not all events are in the log after 300 s") }
            return (ProcessorClock.monotonicSeconds - start, try served.taken().peakMegabytes)
        }
        try bench.reset()
        return [
            Row(
                rows[0], "reconcile 10,000 model versions", unit: .seconds, ours: seconds, floor: 0, value: seconds,
                bound: .atMost(60)),
            Row(
                rows[1], "reconcile 10,000 model versions: most memory", unit: .megabytes, ours: megabytes, floor: 0,
                value: megabytes, bound: .atMost(200)),
        ]
    }
}
