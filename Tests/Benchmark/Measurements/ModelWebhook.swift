import AsyncHTTPClient
import EventBus
import FixtureMLflow
import NIOCore
import NIOHTTP1
import TestSupport

/// The time from a registration in MLflow to the order on the list: webhook, questions to MLflow, append, router. Beside it what
/// MLflow itself takes for the registration and for the two questions.
enum ModelWebhook: Measurement {
    static let rows = ["model-webhook"]
    private static let versions = 300
    /// Connections are opened and scripts loaded by the first ones.
    private static let warmUp = 30

    static func run(on bench: Bench) async throws -> [Row] {
        try bench.reset()
        let times = try await FixtureMLflow.run { mlflow in
            let served = try ServedProcess(
                redis: bench.server.url, catalogue: ServedGateway.hokusaiCatalogue,
                environment: [
                    "MLFLOW_TRACKING_URI": mlflow.url, "EVENTBUS_MLFLOW_WEBHOOK_SECRET": secret,
                    "EVENTBUS_MLFLOW_POLL_INTERVAL": "1h",
                ])
            defer { served.end() }
            let hook: JSONValue = [
                "name": "bench", "url": .string(try await served.address() + "/webhooks/mlflow"),
                "secret": .string(secret), "events": [["entity": "MODEL_VERSION", "action": "CREATED"]],
            ]
            _ = try await ask(mlflow, "webhooks", hook)
            var times: [Time] = []
            for number in 0..<warmUp + versions {
                times.append(try await register("model-\(number)", in: mlflow, bench.socket))
            }
            return times.dropFirst(warmUp)
        }
        try bench.reset()
        func high(_ value: (Time) -> Double) -> Double { Statistics.percentile(0.99, of: times.map(value)) }
        return [
            Row(
                rows[0], "registration in MLflow to list item, p99; MLflow's own answers", unit: .milliseconds,
                ours: high(\.all), floor: high(\.answers), value: high { $0.all - $0.answers }, bound: .atMost(50))
        ]
    }

    private static let secret = "a-secret-of-the-benchmark"

    /// What one registration took, in milliseconds.
    private struct Time: Sendable {
        let all: Double
        let answers: Double
    }

    private static func register(_ name: String, in mlflow: FixtureMLflow, _ socket: String) async throws -> Time {
        let run = mlflow.addRun(["accuracy": 0.8])
        _ = try await ask(mlflow, "registered-models/create", ["name": .string(name)])
        async let arrived = onThreadOfItsOwn {
            let taken = try HiredisConnection(socket: socket).ask("BRPOP", "hokusai:model_ready_queue", "10")
            guard taken.count == 2 else { throw BenchmarkError.unexpected("nothing came to the list within 10 s") }
            return ProcessorClock.monotonicSeconds
        }
        let start = ProcessorClock.monotonicSeconds
        let created = try await ask(
            mlflow, "model-versions/create",
            [
                "name": .string(name), "source": .string("runs:/\(run)/model"), "run_id": .string(run),
                "tags": [
                    ["key": "hokusai_token_id", "value": "BENCH"], ["key": "benchmark_metric", "value": "accuracy"],
                    ["key": "benchmark_value", "value": "0.75"],
                ],
            ])
        let all = try await arrived - start
        let version = try await ask(mlflow, "model-versions/get?name=\(name)&version=1")
        return Time(
            all: all * 1_000, answers: (created + version + (try await ask(mlflow, "runs/get?run_id=\(run)"))) * 1_000)
    }

    /// Asks MLflow; returns how many seconds it took.
    private static func ask(
        _ mlflow: FixtureMLflow, _ path: String, _ body: JSONValue? = nil
    ) async throws -> Double {
        var request = HTTPClientRequest(url: mlflow.url + "/api/2.0/mlflow/" + path)
        if let body {
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body.bytes))
        }
        let start = ProcessorClock.monotonicSeconds
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        _ = try await answer.body.collect(upTo: 1 << 20)
        guard answer.status == .ok else {
            throw BenchmarkError.unexpected("MLflow answers \(path) with \(answer.status)")
        }
        return ProcessorClock.monotonicSeconds - start
    }
}
