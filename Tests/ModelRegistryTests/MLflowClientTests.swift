import FixtureMLflow
import Testing

@testable import ModelRegistry

@Suite("Asking MLflow", .timeLimit(.minutes(2)))
struct MLflowClientTests {
    @Test("a version, its run and its experiment are read as MLflow has them")
    func reading() async throws {
        try await FixtureMLflow.run { fixture in
            let client = try Fixture.client(fixture)
            let run = fixture.addRun(["reply_rate": 0.82, "loss": 1])
            fixture.addVersion(of: "it's a model", runID: run, tags: ["a": "ä&b=c"])
            let version = try await client.modelVersion("it's a model", "1")
            #expect(version.name == "it's a model")
            #expect(version.source == "runs:/\(run)/model")
            #expect(version.status == .ready)
            #expect(version.tags == ["a": "ä&b=c"])
            let found = try await client.run(version.runID ?? "")
            #expect(found.metrics == ["reply_rate": 0.82, "loss": 1])
            for _ in 1...3 {
                let name = try await client.experimentName(found.experimentID ?? "")
                #expect(name == "message-replies")
            }
            #expect(fixture.requests(of: "experiments/get") == 1)
            await client.close()
        }
    }

    @Test(
        "a metric that is not a number is read as that, in quotes or, as Python writes it, without",
        arguments: [false, true])
    func notANumber(isBare: Bool) async throws {
        try await FixtureMLflow.run { fixture in
            if isBare { fixture.writeBareNaN() }
            let client = try Fixture.client(fixture)
            let run = try await client.run(fixture.addRun(["accuracy": .nan, "auc": 0.5]))
            #expect(run.metrics["accuracy"]?.isNaN == true)
            #expect(run.metrics["auc"] == 0.5)
            await client.close()
        }
    }

    @Test("a search reads page after page, and no further than is asked for")
    func paging() async throws {
        try await FixtureMLflow.run { fixture in
            let client = try Fixture.client(fixture)
            for _ in 1...25 { fixture.addVersion(of: "m") }
            fixture.addVersion(of: "other")
            var found: [String] = []
            let filter = try #require(MLflowFilter.model("m"))
            for try await version in client.modelVersions(
                where: filter, orderedBy: ["version_number DESC"], pageSize: 10)
            {
                found.append(version.version)
            }
            #expect(found == (1...25).reversed().map { String($0) })
            #expect(fixture.requests(of: "model-versions/search") == 3)
            let below = try #require(MLflowFilter.model("m", below: 5))
            for try await version in client.modelVersions(where: below, orderedBy: ["version_number DESC"], pageSize: 2)
            {
                #expect(version.version == "4")
                break
            }
            #expect(fixture.requests(of: "model-versions/search") == 4)
            var nothing = 0
            let nobody = try #require(MLflowFilter.model("nobody"))
            for try await _ in client.modelVersions(where: nobody) { nothing += 1 }
            #expect(nothing == 0)
            await client.close()
        }
    }

    @Test(
        "what goes wrong is told apart, asked again where that may help, and never shows the token",
        arguments: [
            (FixtureFault.status(500), 1, nil, 2), (.status(503), 3, nil, 4), (.status(502), 9, .unavailable, 4),
            (.rateLimited(retryAfter: 0), 2, nil, 3), (.rateLimited(retryAfter: 60), 1, .rateLimited, 1),
            (.html, 1, .junk, 1), (.hanging(.seconds(3)), 9, .timeout, 3),
            (.hangingBody(.seconds(3)), 9, .timeout, 3), (.echoingCredentials, 1, .invalid, 1),
        ] as [(FixtureFault, Int, MLflowError.Kind?, Int)])
    func faults(_ fault: FixtureFault, _ count: Int, _ kind: MLflowError.Kind?, _ tries: Int) async throws {
        try await FixtureMLflow.run { fixture in
            let isSlow =
                switch fault {
                case .hanging, .hangingBody: true
                default: false
                }
            let client = try Fixture.client(
                fixture, credentials: .token("s3cr3t"), timeout: isSlow ? .milliseconds(300) : .seconds(5),
                retries: isSlow ? 2 : 3)
            fixture.addVersion(of: "m")
            fixture.fail("model-versions/get", with: fault, count: count)
            var failure: MLflowError?
            do throws(MLflowError) {
                _ = try await client.modelVersion("m", "1")
            } catch {
                failure = error
            }
            #expect(failure?.kind == kind, "\(String(describing: failure))")
            #expect(fixture.requests(of: "model-versions/get") == tries)
            let text = failure?.description ?? ""
            #expect(!text.contains("s3cr3t"))
            #expect(failure == nil || text.contains("GET model-versions/get at \(fixture.url)"))
            await client.close()
        }
    }

    @Test("where nobody listens that is said at once, in words, with what to look at")
    func refusedConnection() async throws {
        let port = try await FixtureMLflow.run { fixture in fixture.url }
        let client = MLflowClient(
            try MLflowConfiguration(url: port, retry: MLflowRetry(maximumRetries: 0)), logger: ReviewBench.quiet)
        let start = ContinuousClock.now
        let error = await #expect(throws: MLflowError.self) { try await client.modelVersion("m", "1") }
        #expect(error?.kind == .unavailable)
        #expect(error?.message.contains("nobody answers (Connection refused)") == true, "\(String(describing: error))")
        // The limit for a connection is five seconds, which a library that tries again would use up.
        #expect(start.duration(to: .now) < .seconds(4))
        await client.close()
    }

    @Test("pages that lead in a circle are no search without an end")
    func circle() async throws {
        try await FixtureMLflow.run { fixture in
            fixture.addVersion(of: "m")
            fixture.leadPagesInACircle()
            let client = try Fixture.client(fixture)
            var kind: MLflowError.Kind?
            do throws(MLflowError) {
                for try await _ in client.modelVersions() {}
            } catch { kind = error.kind }
            #expect(kind == .junk)
            #expect(fixture.requests(of: "model-versions/search") == 3)
            await client.close()
        }
    }

    @Test("a page that is not MLflow's is told from a version that MLflow does not have")
    func notMLflow() {
        func said(_ status: Int, _ body: String) -> String {
            MLflowError.of(
                status: status, body: Array(body.utf8), place: "GET x", address: "http://a", retryAfter: nil
            ).description
        }
        #expect(said(404, "<html>").contains("no answer of MLflow: MLFLOW_TRACKING_URI"))
        #expect(said(400, "").contains("no answer of MLflow: MLFLOW_TRACKING_URI"))
        let missing = said(404, #"{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"no such version"}"#)
        #expect(missing.hasSuffix("no such version"))
    }

    @Test("what makes something is not sent again after a failure that may have come after the deed")
    func makingOnce() async throws {
        try await FixtureMLflow.run { fixture in
            let client = try Fixture.client(fixture)
            try await client.ensureRegisteredModel("m")
            try await client.ensureRegisteredModel("m")
            fixture.fail("model-versions/create", with: .status(503))
            await #expect(throws: MLflowError.self) {
                try await client.createModelVersion("m", source: "runs:/1/model")
            }
            #expect(fixture.requests(of: "model-versions/create") == 1)
            fixture.fail("model-versions/create", with: .rateLimited(retryAfter: 0))
            _ = try await client.createModelVersion("m", source: "runs:/1/model")
            #expect(fixture.versionCount(of: "m") == 1)
            fixture.fail("model-versions/set-tag", with: .status(503))
            try await client.setTag("k", to: "v", of: "m", "1")
            #expect(fixture.tags(of: "m", "1") == ["k": "v"])
            await client.close()
        }
    }

    @Test(
        "credentials go with each request",
        arguments: [
            (MLflowCredentials.token("t0ken"), "Bearer t0ken"),
            (.basic(username: "ada", password: "pass"), "Basic YWRhOnBhc3M="),
        ])
    func credentials(_ credentials: MLflowCredentials, _ header: String) async throws {
        try await FixtureMLflow.run { fixture in
            fixture.require(authorization: header)
            fixture.addVersion(of: "m")
            let client = try Fixture.client(fixture, credentials: credentials)
            _ = try await client.modelVersion("m", "1")
            let stranger = try Fixture.client(fixture)
            var kind: MLflowError.Kind?
            do throws(MLflowError) { _ = try await stranger.modelVersion("m", "1") } catch { kind = error.kind }
            #expect(kind == .unauthorized)
            #expect(!"\(credentials)".contains("pass:") && !"\(credentials)".contains("t0ken"))
            await client.close()
            await stranger.close()
        }
    }

    @Test("an address is taken with the interface's own path or without, and one with a password is refused unseen")
    func addresses() throws {
        let table: [(given: String, taken: String?)] = [
            ("http://127.0.0.1:5000", "http://127.0.0.1:5000"), ("http://127.0.0.1:5000//", "http://127.0.0.1:5000"),
            ("https://registry.example.com/mlflow/", "https://registry.example.com/mlflow"),
            ("https://registry.example.com/api/2.0/mlflow", "https://registry.example.com"),
            ("HTTP://host/x?y#z", "http://host/x"), ("https://ada:pa55@host", nil), ("sqlite:///mlflow.db", nil),
            ("http://", nil), ("http://a b", nil), ("", nil),
        ]
        for row in table {
            do throws(MLflowError) {
                let configuration = try MLflowConfiguration(url: row.given)
                #expect(configuration.address == row.taken, "\(row.given)")
            } catch {
                #expect(row.taken == nil, "\(row.given): \(error)")
                #expect(!error.description.contains("pa55"))
            }
        }
    }

    @Test("a webhook is made, listed, tried, changed and removed")
    func webhooks() async throws {
        try await FixtureMLflow.run { fixture in
            let client = try Fixture.client(fixture)
            let made = try await client.createWebhook(
                "bus", url: "\(fixture.url)/health", secret: "s", events: [.versionCreated, .versionTagSet])
            var listed: [MLflowWebhook] = []
            for try await webhook in client.webhooks() { listed.append(webhook) }
            #expect(listed == [made])
            #expect(made.events == [.versionCreated, .versionTagSet])
            let test = try await client.testWebhook(made.id)
            #expect(test.isSuccess == false)
            #expect(test.status == 404)
            let changed = try await client.updateWebhook(
                made.id, url: fixture.url, secret: "t", events: [.versionCreated])
            #expect(changed.events == [.versionCreated])
            try await client.deleteWebhook(made.id)
            var kind: MLflowError.Kind?
            do throws(MLflowError) { try await client.deleteWebhook(made.id) } catch { kind = error.kind }
            #expect(kind == .notFound)
            await client.close()
        }
    }
}
