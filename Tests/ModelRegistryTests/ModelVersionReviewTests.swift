import EventBus
import EventOutbox
import FixtureMLflow
import Foundation
import HokusaiEvents
import ModelRegistry
import TestSupport
import Testing

@Suite("Reviewing a model version", .timeLimit(.minutes(3)))
struct ModelVersionReviewTests {
    private static let outcome = ["model_registered", "model_ready_to_deploy"]

    @Test(
        "a version that is made first and tagged afterwards gets its two events once the last tag is there, and never again"
    )
    func createdThenTagged() async throws {
        try await ReviewBench.run { bench in
            let review = bench.review()
            let run = bench.fixture.addRun(["reply_rate": 0.82])
            let version = bench.fixture.addVersion(of: "msg-model", source: "runs:/\(run)/model")
            var result = try await review.review(name: "msg-model", version: version)
            #expect(result.modelID == nil)
            for (key, value) in Fixture.tags().sorted(by: { $0.key > $1.key }) {
                guard case .pending = result.standing else { break }
                #expect(result.emitted.isEmpty && !result.isAlreadyDone)
                bench.fixture.setTag(key, value, of: "msg-model", version)
                result = try await review.review(name: "msg-model", version: version)
            }
            #expect(result.standing == .ready)
            #expect(result.emitted.map(\.type) == Self.outcome)
            #expect(result.emitted.map(\.receipt.version) == [1, 2])
            let again = try await review.review(name: "msg-model", version: version)
            #expect(again.standing == .ready && again.isAlreadyDone)
            let records = try await bench.events(of: "msg-model/1/msg-ai")
            #expect(records.map(\.type) == Self.outcome)
            let ready = try #require(records.last).decode(ModelReadyToDeploy.self)
            #expect(ready.mlflowRunID == run && ready.experimentName == "message-replies")
            #expect(ready.currentValue == 0.82 && ready.baselineValue == 0.75 && ready.tokenSymbol == "msg-ai")
            #expect(try #require(records.last).envelope().causationID == records.first?.envelope().id.description)
        }
    }

    @Test("a version that fails says why once, again where its facts have changed, and is ready once they are mended")
    func mended() async throws {
        try await ReviewBench.run { bench in
            let review = bench.review()
            let version = bench.fixture.addVersion("m", value: 0.71, token: "T")
            let first = try await review.review(name: "m", version: version)
            #expect(
                first.standing
                    == .failed(
                        reason: "below_baseline",
                        message: "reply_rate is 0.71, and the baseline asks for at least 0.75."))
            #expect(try await review.review(name: "m", version: version).isAlreadyDone)
            bench.fixture.setTag(RegistryTag.baseline, "0.72", of: "m", version)
            let second = try await review.review(name: "m", version: version)
            #expect(second.emitted.map(\.type) == ["validation_failed"])
            bench.fixture.setTag(RegistryTag.baseline, "0.7", of: "m", version)
            #expect(try await review.review(name: "m", version: version).standing == .ready)
            bench.fixture.setTag(RegistryTag.baseline, "0.9", of: "m", version)
            #expect(try await review.review(name: "m", version: version).isAlreadyDone)
            #expect(
                try await bench.types(of: "m/1/t")
                    == ["model_registered", "validation_failed", "validation_failed", "model_ready_to_deploy"])
        }
    }

    @Test("a token that is no ticker, a run that is gone, a metric that is missing or not a number: each says why")
    func badInput() async throws {
        try await ReviewBench.run { bench in
            let review = bench.review()
            let fixture = bench.fixture
            fixture.addVersion("bad-token", value: 0.9, token: "BAD SYMBOL!!")
            for (name, forGood) in [("deleted", false), ("collected", true)] {
                let run = fixture.addRun(["reply_rate": 0.9])
                fixture.addVersion(of: name, runID: run, tags: Fixture.tags())
                fixture.deleteRun(run, forGood: forGood)
            }
            fixture.addVersion(of: "unnamed", tags: Fixture.tags())
            fixture.addVersion("nan", value: .nan)
            fixture.addVersion("infinite", value: .infinity)
            fixture.addVersion("other-metric", value: 0.9, metric: "accuracy")
            fixture.setTag(RegistryTag.metric, "auc", of: "other-metric", "1")
            let table = [
                ("bad-token", "invalid_token_symbol", "bad-symbol"), ("deleted", "run_not_found", "msg-ai"),
                ("collected", "run_not_found", "msg-ai"), ("unnamed", "run_not_found", "msg-ai"),
                ("nan", "metric_out_of_range", "msg-ai"), ("infinite", "metric_out_of_range", "msg-ai"),
                ("other-metric", "metric_missing", "msg-ai"),
            ]
            for (name, reason, token) in table {
                let result = try await review.review(name: name, version: "1")
                guard case .failed(let found, _) = result.standing else {
                    Issue.record("\(name): \(result)")
                    continue
                }
                #expect(found == reason, "\(name)")
                #expect(result.modelID == "\(name)/1/\(token)")
                #expect(try await review.review(name: name, version: "1").isAlreadyDone, "\(name)")
                let types = try await bench.types(of: "\(name)/1/\(token)")
                let registered = name == "bad-token" ? [] : ["model_registered"]
                #expect(types == registered + ["validation_failed"], "\(name)")
            }
        }
    }

    @Test("a logged model's metrics count where the version names no run")
    func loggedModel() async throws {
        try await ReviewBench.run { bench in
            let run = bench.fixture.addRun(["reply_rate": 0.1, "other": 1])
            let model = bench.fixture.addLoggedModel(["reply_rate": 0.9], runID: run)
            bench.fixture.addVersion(of: "m", source: "models:/\(model)", tags: Fixture.tags())
            let result = try await bench.review().review(name: "m", version: "1")
            #expect(result.standing == .ready)
            let ready = try #require(try await bench.events(of: "m/1/msg-ai").last).decode(ModelReadyToDeploy.self)
            #expect(ready.currentValue == 0.9 && ready.mlflowRunID == run)
        }
    }

    @Test("a better version says by how much, compared with the latest that was ready by the same metric")
    func improvement() async throws {
        try await ReviewBench.run { bench in
            let review = bench.review()
            let fixture = bench.fixture
            fixture.addVersion("m", value: 20, metric: "rmse", baseline: "25")
            fixture.addVersion("m", value: 0.9, metric: "accuracy", baseline: "0.5")
            fixture.addVersion("m", value: 30, metric: "rmse", baseline: "25")
            fixture.addVersion("m", value: 15, metric: "rmse", baseline: "25")
            fixture.addVersion("m", value: 15, metric: "rmse", baseline: "25")
            fixture.addVersion("other", value: 10, metric: "rmse", baseline: "25")
            var improved: [[String]] = []
            for version in 1...5 {
                let result = try await review.review(name: "m", version: String(version))
                improved.append(result.emitted.map(\.type))
            }
            _ = try await review.review(name: "other", version: "1")
            #expect(
                improved == [
                    Self.outcome, Self.outcome, ["model_registered", "validation_failed"],
                    Self.outcome + ["metric_improved"], Self.outcome,
                ])
            let event = try #require(try await bench.events(of: "m/4/msg-ai").last).decode(MetricImproved.self)
            #expect(event.previousVersion == "1" && event.previousValue == 20 && event.currentValue == 15)
            #expect(event.improvement == 5 && event.improvementPercentage == 25)
            #expect(event.direction == .lowerIsBetter)
            #expect(try await bench.types(of: "other/1/msg-ai") == Self.outcome)
        }
    }

    @Test("twenty reviews of one version at the same time, some by other processes, publish each event once")
    func race() async throws {
        try await ReviewBench.run { bench in
            bench.fixture.addVersion("m", value: 0.8)
            _ = try await bench.review().review(name: "m", version: "1")
            bench.fixture.addVersion("m", value: 0.9)
            bench.fixture.addVersion("m", value: 0.1)
            for (version, expected) in [
                ("2", Self.outcome + ["metric_improved"]), ("3", ["model_registered", "validation_failed"]),
            ] {
                let results = try await withThrowingTaskGroup(of: ReviewResult.self) { group in
                    for _ in 0..<20 { group.addTask { try await bench.review().review(name: "m", version: version) } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(try await bench.types(of: "m/\(version)/msg-ai") == expected)
                #expect(results.flatMap(\.emitted).map(\.type).sorted() == expected.sorted())
                #expect(Set(results.map(\.standing)).count == 1)
            }
        }
    }

    @Test("a process that dies after any of the events leaves the rest to the next review", arguments: 0...3)
    func crash(after count: Int) async throws {
        try await ReviewBench.run { bench in
            bench.fixture.addVersion("m", value: 0.8)
            _ = try await bench.review().review(name: "m", version: "1")
            bench.fixture.addVersion("m", value: 0.9)
            let dying = bench.review(publisher: DyingPublisher(bench.bus, after: count))
            let died = try? await dying.review(name: "m", version: "2")
            #expect((died == nil) == (count < 3))
            #expect(try await bench.types(of: "m/2/msg-ai").count == count)
            _ = try await bench.review().review(name: "m", version: "2")
            #expect(try await bench.types(of: "m/2/msg-ai") == Self.outcome + ["metric_improved"])
        }
    }

    @Test("while Redis is away the events wait in the outbox, and those of a second review are not appended again")
    func away() async throws {
        try await ReviewBench.run { bench in
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent("evb-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let outbox = try EventOutbox(
                path: folder.appendingPathComponent("outbox.db").path, source: "tests", logger: ReviewBench.quiet)
            defer { outbox.close() }
            bench.fixture.addVersion("m", value: 0.9)
            bench.server.kill()
            let review = bench.review(publisher: outbox.publisher(over: bench.bus)) { id in
                do { return .read(try await bench.history(of: id)) } catch { return .away }
            }
            let first = try await review.review(name: "m", version: "1")
            #expect(first.standing == .ready)
            #expect(first.emitted.map(\.receipt.outcome) == [.accepted, .accepted])
            _ = try await review.review(name: "m", version: "1")
            try await bench.server.start()
            let relay = Task { try await outbox.relay(over: bench.bus).run() }
            let isDrained = try await eventually(within: .seconds(30)) { try await outbox.status().waiting == 0 }
            #expect(isDrained)
            relay.cancel()
            _ = await relay.result
            #expect(try await bench.types(of: "m/1/msg-ai") == Self.outcome)
            #expect(try await review.review(name: "m", version: "1").isAlreadyDone)
        }
    }

    @Test("without an outbox a review fails while Redis is away, and the next one does all of it")
    func awayWithoutOutbox() async throws {
        try await ReviewBench.run { bench in
            bench.fixture.addVersion("m", value: 0.9)
            let failing = bench.review(publisher: DyingPublisher(bench.bus, after: 0)) { _ in .away }
            await #expect(throws: PublishError.self) { try await failing.review(name: "m", version: "1") }
            let whole = try await bench.review().review(name: "m", version: "1")
            #expect(whole.emitted.map(\.type) == Self.outcome)
        }
    }

    @Test("the outcome is written into the version's tags, and where that fails the events are there all the same")
    func writeBack() async throws {
        try await ReviewBench.run { bench in
            let review = bench.review(writesBack: true)
            bench.fixture.addVersion("m", value: 0.9)
            let result = try await review.review(name: "m", version: "1")
            let tags = bench.fixture.tags(of: "m", "1")
            #expect(tags[RegistryTag.validationStatus] == "ready")
            #expect(tags[RegistryTag.validationEvent] == result.emitted.last?.receipt.eventID.description)
            #expect(try await review.review(name: "m", version: "1").isAlreadyDone)
            bench.fixture.addVersion("m", value: 0.1)
            bench.fixture.fail("model-versions/set-tag", with: .status(500), count: 100)
            let failed = try await review.review(name: "m", version: "2")
            #expect(failed.emitted.map(\.type) == ["model_registered", "validation_failed"])
            #expect(bench.fixture.tags(of: "m", "2")[RegistryTag.validationStatus] == nil)
        }
    }
}
