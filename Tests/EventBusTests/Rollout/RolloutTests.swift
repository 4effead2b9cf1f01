import Testing

@testable import EventBus

struct RolloutTests {
    @Test(
        "what is configured decides what is done for whom",
        arguments: [
            ("off", Rollout.Treatment.none), ("0%", .none), ("shadow", .shadow), ("on", .full), ("100%", .full),
            ("ON", .full), ("80%", .full), ("79%", .none),
        ])
    func treatment(_ text: String, _ expected: Rollout.Treatment) throws {
        let rollout = try #require(Rollout(parsing: text))
        // The name stands at place 79.
        #expect(rollout.treatment(of: "lead-scorer") == expected)
    }

    @Test(
        "what can't be read is refused",
        arguments: [
            "", "25", "-1%", "101%", "2.5%", "+5%", "05%", "%", "yes", "on=", "=on", "a=on,a=off", "on,off", "a=b=on",
            "on,",
        ])
    func malformed(_ text: String) {
        #expect(RolloutPlan(parsing: text) == nil)
    }

    @Test("names keep their places, which a deployment relies on")
    func places() {
        let names = ["lead-scorer", "msg-model", "model-1", "model-2", ""]
        #expect(names.map { Rollout.place(of: $0) } == [79, 18, 99, 74, 42])
    }

    @Test("a share takes about that many, and a greater one the same and more")
    func shares() {
        let names = (0..<10_000).map { "model-\($0)" }
        var before: Set<String> = []
        for percent in [1, 10, 25, 50, 99] {
            let chosen = Set(names.filter { Rollout.share(percent: percent).treatment(of: $0) == .full })
            #expect(abs(chosen.count - percent * 100) < 200, "\(percent) % took \(chosen.count)")
            #expect(chosen.isSuperset(of: before))
            before = chosen
        }
    }

    @Test(
        "each environment has a stage of its own, and the others the one without a name",
        arguments: [
            ("on", "production", Rollout.on), ("production=25%, staging=on, shadow", "production", .share(percent: 25)),
            ("production=25%, staging=on, shadow", "Staging", .on),
            ("production=25%, staging=on, shadow", "development", .shadow), ("production=on", "staging", .off),
            ("production=on", "", .off), (" Production = shadow ", "production", .shadow),
        ])
    func environments(_ text: String, _ environment: String, _ expected: Rollout) throws {
        let plan = try #require(RolloutPlan(parsing: text))
        #expect(plan.stage(in: environment) == expected)
    }
}
