import EventBus
import Foundation
import HokusaiEvents
import ModelRegistry
import RedisClient
import RedisEventBus
import TestSupport
import Testing

/// The same against a real server: `EVENTBUS_TEST_MLFLOW` names one on loopback that may be filled with tries.
private let realMLflow = ProcessInfo.processInfo.environment["EVENTBUS_TEST_MLFLOW"]

@Suite("A real MLflow", .enabled(if: realMLflow != nil), .timeLimit(.minutes(3)))
struct RealMLflowTests {
    private static let tag = String(UInt32.random(in: .min ... .max), radix: 16)

    @Test("a passing, a failing, an error-metric and a not-a-number model come to their four outcomes")
    func outcomes() async throws {
        let mlflow = MLflowClient(try MLflowConfiguration(url: try #require(realMLflow)))
        let server = try await TestRedisServer()
        let client = RedisClient(configuration: try RedisConfiguration(url: server.url), logger: ReviewBench.quiet)
        let bus = RedisEventBus(
            client: client, events: Catalogue.declarations, namespace: "test", source: "tests",
            logger: ReviewBench.quiet)
        let review = ModelVersionReview(mlflow: mlflow, publisher: bus, writesBack: true, logger: ReviewBench.quiet) {
            id in
            .read(
                try await bus.load(
                    id, type: "model", in: ModelRegistered.declaration.stream, into: ModelVersionHistory()
                ) { $0.add($1.record, version: $1.version) }.state)
        }
        let experiment = try await mlflow.createExperiment("replies-\(Self.tag)")
        let table: [(name: String, metric: String, baseline: Double, value: Double, events: [String])] = [
            ("passing", "reply_rate", 0.75, 0.82, ["model_registered", "model_ready_to_deploy"]),
            ("passing", "reply_rate", 0.75, 0.9, ["model_registered", "model_ready_to_deploy", "metric_improved"]),
            ("failing", "reply_rate", 0.75, 0.71, ["model_registered", "validation_failed"]),
            ("errors", "rmse", 12.5, 11.75, ["model_registered", "model_ready_to_deploy"]),
            ("broken", "accuracy", 0.5, .nan, ["model_registered", "validation_failed"]),
        ]
        for row in table {
            let run = try await mlflow.createRun(in: experiment)
            try await mlflow.logMetric(row.metric, row.value, of: run)
            let name = "\(row.name) \(Self.tag)'s"
            let done = try await ModelRegistration(review).registerTokenizedModel(
                TokenizedModel(
                    modelName: name, modelURI: "runs:/\(run)/model", tokenID: "msg-ai", metricName: row.metric,
                    baselineValue: row.baseline, additionalTags: ["author": "ada"]))
            #expect(done.review.emitted.map(\.type) == row.events, "\(row)")
            let version = try await mlflow.modelVersion(name, done.modelVersion)
            let status = version.tags[RegistryTag.validationStatus]
            #expect(status == (done.eventEmitted ? "ready" : "failed"))
            let again = try await review.review(name: name, version: done.modelVersion)
            #expect(again.isAlreadyDone, "\(row)")
        }
        await mlflow.close()
        await client.close()
        await server.stop()
    }

    @Test("what is not there is told apart from what is wrong")
    func errors() async throws {
        let mlflow = MLflowClient(try MLflowConfiguration(url: try #require(realMLflow)))
        var kinds: [MLflowError.Kind?] = []
        func note<Found>(_ ask: () async throws(MLflowError) -> Found) async {
            do throws(MLflowError) {
                _ = try await ask()
                kinds.append(nil)
            } catch {
                kinds.append(error.kind)
            }
        }
        await note { () throws(MLflowError) in try await mlflow.run("nope") }
        await note { () throws(MLflowError) in try await mlflow.modelVersion("nope", "1") }
        await note { () throws(MLflowError) in try await mlflow.modelVersion("nope", "one") }
        await note { () throws(MLflowError) in try await mlflow.loggedModel("m-nope") }
        await note { () throws(MLflowError) in try await mlflow.createModelVersion("nope", source: "nowhere") }
        #expect(kinds == [.notFound, .notFound, .invalid, .notFound, .invalid])
        await mlflow.close()
    }
}
