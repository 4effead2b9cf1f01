import EventBus
import FixtureMLflow
import HokusaiEvents
import ModelRegistry
import Testing

@Suite("Registering a tokenized model", .timeLimit(.minutes(2)))
struct ModelRegistrationTests {
    private func model(_ run: String, baseline: Double = 0.75) -> TokenizedModel {
        TokenizedModel(
            modelName: "msg-model", modelURI: "runs:/\(run)/model", tokenID: "msg-ai", metricName: "reply_rate",
            baselineValue: baseline, contributorAddress: "0x742d35Cc6634C0532925a3b844Bc9e7595f62341",
            benchmarkSpecID: "replies-2027-q2", additionalTags: ["dataset": "replies-2027"])
    }

    @Test("a model that meets its baseline is registered with all its tags at once, and its event is in the log")
    func ready() async throws {
        try await ReviewBench.run { bench in
            let run = bench.fixture.addRun(["reply_rate": 0.82])
            let done = try await ModelRegistration(bench.review()).registerTokenizedModel(model(run))
            #expect(done.eventEmitted && done.modelVersion == "1")
            #expect(done.review.emitted.map(\.type) == ["model_registered", "model_ready_to_deploy"])
            #expect(bench.fixture.requests(of: "model-versions/set-tag") == 0)
            #expect(done.receipt?.eventID == done.eventID && done.eventID != nil)
            // Whoever comes second finds the same event.
            let again = try await bench.review().review(name: "msg-model", version: "1")
            #expect(again.isAlreadyDone && again.eventID == done.eventID)
            let tags = bench.fixture.tags(of: "msg-model", "1")
            #expect(tags[RegistryTag.token] == "MSG-AI" && tags[RegistryTag.baseline] == "0.75")
            #expect(tags[RegistryTag.run] == run && tags[RegistryTag.status] == "registered")
            let records = try await bench.events(of: "msg-model/1/msg-ai")
            let registered = try #require(records.first).decode(ModelRegistered.self)
            #expect(registered.tags == ["dataset": "replies-2027"])
            #expect(registered.benchmarkSpecID == "replies-2027-q2")
            #expect(registered.contributorAddress == "0x742d35Cc6634C0532925a3b844Bc9e7595f62341")
            let second = try await ModelRegistration(bench.review()).registerTokenizedModel(model(run))
            #expect(second.modelVersion == "2")
        }
    }

    @Test("a model below its baseline is registered, and validation_failed says why")
    func failed() async throws {
        try await ReviewBench.run { bench in
            let run = bench.fixture.addRun(["reply_rate": 0.7])
            let done = try await ModelRegistration(bench.review()).registerTokenizedModel(model(run))
            #expect(!done.eventEmitted)
            #expect(done.review.emitted.map(\.type) == ["model_registered", "validation_failed"])
        }
    }

    @Test("what could never be accepted is refused before anything is sent")
    func refused() async throws {
        try await ReviewBench.run { bench in
            let good = model("r")
            let changes: [@Sendable (inout TokenizedModel) -> Void] = [
                { $0.tokenID = "no token" }, { $0.tokenID = "" }, { $0.baselineValue = .nan },
                { $0.metricName = "" }, { $0.modelName = " " }, { $0.contributorAddress = "nope" },
                { $0.modelURI = "s3://elsewhere" },
                {
                    $0.metricName = "accuracy"; $0.baselineValue = 2
                },
            ]
            for (index, change) in changes.enumerated() {
                var bad = good
                change(&bad)
                var stage: RegistrationError.Stage?
                do throws(RegistrationError) {
                    _ = try await ModelRegistration(bench.review()).registerTokenizedModel(bad)
                } catch {
                    stage = error.stage
                }
                #expect(stage == .refused, "change \(index)")
            }
            #expect(bench.fixture.requests(of: "registered-models/create") == 0)
        }
    }

    @Test("a version whose files are still being copied is waited for")
    func waiting() async throws {
        try await ReviewBench.run { bench in
            bench.fixture.holdRegistrations()
            let run = bench.fixture.addRun(["reply_rate": 0.82])
            async let done = ModelRegistration(bench.review()).registerTokenizedModel(model(run))
            while bench.fixture.requests(of: "model-versions/get") < 2 { await Task.yield() }
            bench.fixture.finishRegistration(of: "msg-model", "1")
            let isEmitted = try await done.eventEmitted
            #expect(isEmitted)
        }
    }

    @Test("a registration that is cut short says that there is a version, and a review brings it to its end")
    func cutShort() async throws {
        try await ReviewBench.run { bench in
            let run = bench.fixture.addRun(["reply_rate": 0.82])
            let dying = bench.review(publisher: DyingPublisher(bench.bus, after: 1))
            var failure: RegistrationError?
            do throws(RegistrationError) {
                _ = try await ModelRegistration(dying).registerTokenizedModel(model(run))
            } catch {
                failure = error
            }
            #expect(failure?.stage == .registered(version: "1"))
            #expect(failure?.description.contains("is registered as version 1") == true)
            let result = try await bench.review().review(name: "msg-model", version: "1")
            #expect(result.emitted.map(\.type) == ["model_ready_to_deploy"])
            let types = try await bench.types(of: "msg-model/1/msg-ai")
            #expect(types == ["model_registered", "model_ready_to_deploy"])
        }
    }

    @Test("a registry that fails says that nothing was registered")
    func unregistered() async throws {
        try await ReviewBench.run { bench in
            bench.fixture.fail("model-versions/create", with: .status(500))
            var stage: RegistrationError.Stage?
            do throws(RegistrationError) {
                _ = try await ModelRegistration(bench.review()).registerTokenizedModel(model("r"))
            } catch {
                stage = error.stage
            }
            #expect(stage == .notRegistered)
            #expect(bench.fixture.versionCount(of: "msg-model") == 0)
        }
    }
}
