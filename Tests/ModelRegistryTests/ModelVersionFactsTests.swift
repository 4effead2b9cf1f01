import HokusaiEvents
import ModelRegistry
import Testing

@Suite("What a version says of itself")
struct ModelVersionFactsTests {
    private func facts(
        _ tags: [String: String], source: String? = nil, runID: String? = nil, modelID: String? = nil,
        status: MLflowModelVersion.Status = .ready
    ) -> ModelVersionFacts {
        ModelVersionFacts(
            MLflowModelVersion(
                name: "msg-model", version: "3", status: status, source: source, runID: runID, modelID: modelID,
                tags: tags))
    }

    @Test("a version that was made first and is tagged one by one lacks less and less")
    func missing() {
        var tags: [String: String] = [:]
        let all = [RegistryTag.token, RegistryTag.metric, RegistryTag.baseline]
        #expect(facts(tags).missing == all.map { .tag($0) })
        #expect(facts(tags).modelID == nil)
        tags[RegistryTag.token] = " MSG-AI "
        #expect(facts(tags).missing == all.dropFirst().map { .tag($0) })
        #expect(facts(tags).modelID == "msg-model/3/msg-ai")
        tags[RegistryTag.metric] = "reply_rate"
        tags[RegistryTag.baseline] = ""
        #expect(facts(tags).missing == [.tag(RegistryTag.baseline)])
        tags[RegistryTag.baseline] = "0.75"
        #expect(facts(tags).missing == [])
        #expect(facts(tags, status: .pending).missing == [.files])
        #expect(facts(tags, status: .failed).missing == [.registration])
    }

    @Test(
        "a token is lower-cased, and one that is no ticker still gives the events a place",
        arguments: [
            ("MSG-AI", "msg-ai", true), ("a", "a", true), ("bad symbol!!", "bad-symbol", false), ("-x-", "x", false),
            ("!!", "unknown", false), ("a/b", "a-b", false), ("ünit", "nit", false),
        ])
    func tokens(_ tag: String, _ identifier: String, _ isValid: Bool) {
        let facts = facts([RegistryTag.token: tag])
        #expect(facts.modelID == "msg-model/3/\(identifier)")
        #expect(facts.isTokenValid == isValid)
    }

    @Test("the run is that of the version, else of the tag, else of the source, else the logged model")
    func references() {
        let tag = [RegistryTag.run: "tagged"]
        #expect(facts(tag, source: "runs:/sourced/model", runID: "own", modelID: "m-1").reference == .run("own"))
        #expect(facts(tag, source: "runs:/sourced/model", modelID: "m-1").reference == .run("tagged"))
        #expect(facts([:], source: "runs:/sourced/model", modelID: "m-1").reference == .run("sourced"))
        #expect(facts([:], source: "s3://bucket/model", modelID: "m-1").reference == .loggedModel("m-1"))
        #expect(facts([:], source: "models:/m-2").reference == .loggedModel("m-2"))
        #expect(facts([:], source: "models:/other/1").reference == nil)
        #expect(facts([:], source: "runs:/").reference == nil)
        #expect(facts([:]).reference == nil)
    }

    @Test("free labels are what is neither MLflow's nor Hokusai's nor a field of its own, as many as there is room for")
    func tags() {
        var tags = [
            "author": "ada", "mlflow.user": "x", "hokusai_status": "registered", "hokusai.eval_spec": "e",
            RegistryTag.contributor: "0x742d35Cc6634C0532925a3b844Bc9e7595f62341", RegistryTag.run: "r",
            RegistryTag.metric: "auc", RegistryTag.baseline: "1", RegistryTag.benchmarkSpec: "spec",
            "long": String(repeating: "x", count: 5_001),
        ]
        #expect(facts(tags).tags == ["author": "ada"])
        #expect(facts(tags).benchmarkSpecID == "spec")
        #expect(facts(tags).contributorAddress == "0x742d35Cc6634C0532925a3b844Bc9e7595f62341")
        for number in 100..<250 { tags["tag\(number)"] = "x" }
        #expect(facts(tags).tags?.count == 100)
        #expect(facts([:]).tags == nil)
    }

    @Test(
        "the direction is the tag's, else that of the metric's name",
        arguments: [
            ("accuracy", nil, "higher_is_better"), ("RMSE", nil, "lower_is_better"),
            ("val_loss", nil, "lower_is_better"), ("error_rate", nil, "lower_is_better"),
            ("error_free_rate", nil, "higher_is_better"), ("latency", "lower_is_better", "lower_is_better"),
            ("rmse", "HIGHER", "higher_is_better"), ("rmse", "sideways", nil),
        ] as [(String, String?, String?)])
    func directions(_ metric: String, _ tag: String?, _ direction: String?) {
        var tags = [RegistryTag.metric: metric]
        tags[RegistryTag.direction] = tag
        #expect(facts(tags).direction?.rawValue == direction)
    }
}
