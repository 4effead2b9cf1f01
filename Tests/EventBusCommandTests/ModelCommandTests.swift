import EventBus
import FixtureMLflow
import Foundation
import ModelRegistry
import TestSupport
import Testing

@testable import EventBusCommand

@Suite("eventbus model, eventbus mlflow")
struct ModelCommandTests {
    private static let ready = ["model_registered", "model_ready_to_deploy"]

    private func withServers(
        _ work: @escaping @Sendable (TestRedisServer, FixtureMLflow, CommandBench) async throws -> Void
    ) async throws {
        let redis = try await TestRedisServer(configuration: ["appendonly yes", "appendfsync always"])
        do {
            try await FixtureMLflow.run { fixture in
                var bench = CommandBench.on(redis.url)
                bench.environment["MLFLOW_TRACKING_URI"] = fixture.url
                try await work(redis, fixture, bench)
            }
        } catch {
            await redis.stop()
            throw error
        }
        await redis.stop()
    }

    private func addVersion(_ fixture: FixtureMLflow, _ name: String, value: Double = 0.82) {
        fixture.addVersion(
            of: name, runID: fixture.addRun(["reply_rate": value]),
            tags: [RegistryTag.token: "MSG-AI", RegistryTag.metric: "reply_rate", RegistryTag.baseline: "0.75"])
    }

    /// The names of a version's events, in the log's order.
    private func events(_ modelID: String, _ redis: TestRedisServer) async -> [String] {
        let outcome = await CommandBench.on(redis.url).run("history", modelID, "--json")
        return outcome.lines.compactMap { line -> String? in
            guard case .object(let object)? = try? JSONValue(parsing: Array(line.utf8)),
                case .string(let type)? = object["type"]
            else { return nil }
            return type
        }
    }

    @Test("register makes a version and its events; one that does not meet its baseline ends with 1 and says why")
    func register() async throws {
        try await withServers { redis, fixture, bench in
            let good = fixture.addRun(["reply_rate": 0.82])
            let bad = fixture.addRun(["reply_rate": 0.5])
            let arguments = ["--token-id", "msg-ai", "--metric", "reply_rate", "--baseline", "0.75"]
            let first = await bench.run(
                ["model", "register", "msg-model", "--model-path", "runs:/\(good)/model", "--tag", "team=a"] + arguments
            )
            #expect(first.status == .success, "\(first.errors)")
            #expect(first.output.contains("msg-model/1 is ready to deploy"))
            let second = await bench.run(
                ["model", "register", "msg-model", "--model-uri", "runs:/\(bad)/model", "--json"] + arguments)
            #expect(second.status == .failure)
            #expect(second.output.contains("below_baseline"))
            #expect(await events("msg-model/1/msg-ai", redis) == Self.ready)
            #expect(await events("msg-model/2/msg-ai", redis) == ["model_registered", "validation_failed"])
            let refused = await bench.run(
                ["model", "register", "msg-model", "--model-path", "runs:/\(good)/model", "--token-id", "no token!"]
                    + ["--metric", "reply_rate", "--baseline", "0.75"])
            #expect(refused.status == .invalidInput)
            #expect(fixture.versionCount(of: "msg-model") == 2)
        }
    }

    @Test("what became of a version stands in its tags where that is wanted, and only then")
    func writeBack() async throws {
        try await withServers { redis, fixture, bench in
            for (name, wanted) in [("told", "true"), ("untold", "false")] {
                var bench = bench
                bench.environment["EVENTBUS_MLFLOW_WRITE_BACK"] = wanted
                addVersion(fixture, name)
                let preview = await bench.run("mlflow", "sync", "--since", "beginning", "--dry-run")
                #expect(preview.status == .success, "\(preview.errors)")
                #expect(fixture.tags(of: name, "1")[RegistryTag.validationStatus] == nil)
                let outcome = await bench.run("mlflow", "sync", "--since", "beginning")
                #expect(outcome.status == .success, "\(outcome.errors)")
                #expect(await events("\(name)/1/msg-ai", redis) == Self.ready)
                #expect(fixture.tags(of: name, "1")[RegistryTag.validationStatus] == (wanted == "true" ? "ready" : nil))
            }
        }
    }

    @Test("status says what is missing, what is to come and what happened, and changes nothing")
    func status() async throws {
        try await withServers { redis, fixture, bench in
            fixture.addVersion(of: "bare", runID: fixture.addRun(["reply_rate": 1]))
            let bare = await bench.run("model", "status", "bare/1")
            #expect(bare.output.contains("the tag hokusai_token_id"), "\(bare.errors)")
            addVersion(fixture, "msg-model")
            let before = await bench.run("model", "status", "msg-model/1")
            #expect(before.output.contains("history: none"))
            #expect(before.output.contains("would publish model_ready_to_deploy"))
            #expect(await events("msg-model/1/msg-ai", redis).isEmpty)
            _ = await bench.run("mlflow", "sync", "--since", "beginning")
            let after = await bench.run("model", "status", "msg-model/1", "--json")
            #expect(after.output.contains(#""would_publish":[]"#))
            #expect(after.output.contains("model_ready_to_deploy"))
            let absent = await bench.run("model", "status", "absent/1")
            #expect(absent.status == .failure)
        }
    }

    @Test("sync publishes what is missing, once; a dry run publishes nothing; off says so")
    func sync() async throws {
        try await withServers { redis, fixture, bench in
            for number in 0..<5 { addVersion(fixture, "model-\(number)", value: number == 0 ? 0.1 : 0.9) }
            let dry = await bench.run("mlflow", "sync", "--since", "beginning", "--dry-run")
            #expect(dry.errors.contains("5 to publish"), "\(dry.errors)")
            #expect(await events("model-1/1/msg-ai", redis).isEmpty)
            let wet = await bench.run("mlflow", "sync", "--since", "beginning")
            #expect(wet.status == .success)
            #expect(wet.errors.contains("1 failed, 4 ready"), "\(wet.errors)")
            let again = await bench.run("mlflow", "sync", "--since", "beginning")
            #expect(again.errors.contains("5 unchanged"), "\(again.errors)")
            #expect(await events("model-1/1/msg-ai", redis) == Self.ready)
            var off = bench
            off.environment["MODEL_EVENTS"] = "off"
            let stopped = await off.run("mlflow", "sync", "--since", "7d")
            #expect(stopped.status == .misconfigured)
            #expect(await bench.run("mlflow", "sync", "--since", "yesterday").status == .usage)
        }
    }

    @Test("setup makes the webhook once, and says when its delivery does not arrive")
    func setup() async throws {
        try await withServers { redis, fixture, bench in
            var bench = bench
            let without = await bench.run("mlflow", "setup", "--url", "http://127.0.0.1:9/webhooks/mlflow")
            #expect(without.status == .misconfigured)
            #expect(without.errors.contains("EVENTBUS_MLFLOW_WEBHOOK_SECRET"))
            bench.environment["EVENTBUS_MLFLOW_WEBHOOK_SECRET"] = "s3cr3t"
            #expect(await bench.run("mlflow", "setup", "--url", "127.0.0.1:9/webhooks/mlflow").status == .usage)
            let unreachable = await bench.run("mlflow", "setup", "--url", fixture.url + "/webhooks/mlflow")
            #expect(unreachable.status == .failure)
            #expect(unreachable.errors.contains("did not arrive: it answers 404"), "\(unreachable.errors)")
            let program = try ServedProgram(
                [], redis: redis,
                environment: ["MLFLOW_TRACKING_URI": fixture.url, "EVENTBUS_MLFLOW_WEBHOOK_SECRET": "s3cr3t"])
            let url = try await program.address() + "/webhooks/mlflow"
            let mended = await bench.run("mlflow", "setup", "--url", url)
            #expect(mended.status == .success, "\(mended.errors)")
            #expect(mended.output.contains("is there already"))
            #expect(mended.output.contains("MLFLOW_WEBHOOK_SECRET_ENCRYPTION_KEY"))
            #expect(await program.terminate() == 0)
        }
    }

    @Test("doctor says whether MLflow answers")
    func doctor() async throws {
        try await withServers { _, fixture, bench in
            let good = await bench.run("doctor")
            #expect(good.output.contains("\(fixture.url) answers"), "\(good.output)")
            #expect(good.output.contains("eventbus mlflow setup"))
            fixture.fail("model-versions/search", with: .html, count: 10)
            let bad = await bench.run("doctor")
            #expect(bad.status == .failure)
            #expect(bad.output.contains("PROBLEM mlflow"))
            fixture.heal()
        }
    }

    @Test("kill -9 of serve during ten registrations: ten outcomes, each once")
    func killed() async throws {
        try await withServers { redis, fixture, bench in
            let environment = [
                "MLFLOW_TRACKING_URI": fixture.url, "EVENTBUS_MLFLOW_WEBHOOK_SECRET": "s3cr3t",
                "EVENTBUS_MLFLOW_POLL_INTERVAL": "1s",
            ]
            _ = redis.ask("SET hokusai:{mlflow}:mark 1")
            var bench = bench
            bench.environment["EVENTBUS_MLFLOW_WEBHOOK_SECRET"] = "s3cr3t"
            let first = try ServedProgram([], redis: redis, environment: environment)
            let url = try await first.address() + "/webhooks/mlflow"
            #expect(await bench.run("mlflow", "setup", "--url", url).status == .success)
            let client = MLflowClient(try MLflowConfiguration(url: fixture.url))
            for number in 0..<10 {
                let run = fixture.addRun(["reply_rate": number.isMultiple(of: 3) ? 0.1 : 0.9])
                try await client.ensureRegisteredModel("model-\(number)")
                let made = try await client.createModelVersion("model-\(number)", source: "runs:/\(run)/model")
                if number == 5 { first.killHard() }
                for (key, value) in [
                    (RegistryTag.token, "MSG-AI"), (RegistryTag.metric, "reply_rate"), (RegistryTag.baseline, "0.75"),
                ] {
                    try await client.setTag(key, to: value, of: made.name, made.version)
                }
            }
            await client.close()
            let second = try ServedProgram([], redis: redis, environment: environment)
            _ = try await second.address()
            for number in 0..<10 {
                let expected = [
                    "model_registered", number.isMultiple(of: 3) ? "validation_failed" : "model_ready_to_deploy",
                ]
                let came = await eventually(within: .seconds(60)) {
                    await events("model-\(number)/1/msg-ai", redis) == expected
                }
                #expect(came, "model-\(number)")
            }
            let routed = await eventually { redis.ask("LLEN hokusai:model_ready_queue").hasPrefix(":6") }
            #expect(routed)
            #expect(second.errors.contains("reconciler"))
            #expect(await second.terminate() == 0)
        }
    }
}
