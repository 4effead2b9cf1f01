import EventBus
import FixtureMLflow
import Logging
import RedisClient
import ServiceLifecycle
import TestSupport
import Testing

@testable import ModelRegistry

@Suite("The reconciler")
struct ReconcilerTests {
    private static let ready = ["model_registered", "model_ready_to_deploy"]

    private func comesImproved(_ modelID: String, _ bench: ReviewBench) async -> Bool {
        await eventually { (try? await bench.types(of: modelID)) == Self.ready + ["metric_improved"] }
    }

    private func comesReady(_ modelID: String, _ bench: ReviewBench) async -> Bool {
        await eventually(within: .seconds(30)) { (try? await bench.types(of: modelID)) == Self.ready }
    }

    /// Runs a reconciler of a bench for as long as the body does.
    private func running(
        _ bench: ReviewBench, _ store: MemoryReconcilerStore, rollout: Rollout = .on,
        loops: LoopHeartbeats = LoopHeartbeats(), _ body: @escaping @Sendable () async throws -> Void
    ) async throws {
        let reconciler = reconciler(bench, store, rollout: rollout, loops: loops)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await reconciler.run() }
            try await body()
            group.cancelAll()
        }
    }

    private func reconciler(
        _ bench: ReviewBench, _ store: MemoryReconcilerStore, rollout: Rollout = .on,
        loops: LoopHeartbeats = LoopHeartbeats()
    ) -> Reconciler {
        var configuration = Reconciler.Configuration()
        configuration.interval = .milliseconds(100)
        configuration.rollout = rollout
        let review = bench.review()
        let publish: VersionReviewer.Review = { name, version in
            guard let version else { return try await review.review(name: name.model, version: name.version) }
            return try await review.review(version)
        }
        return Reconciler(
            configuration, client: bench.mlflow,
            reviewer: VersionReviewer(publish: publish) { name, _ in
                ReviewResult(modelName: name.model, modelVersion: name.version, modelID: nil, standing: .ready)
            }, store: store, loops: loops, logger: ReviewBench.quiet)
    }

    @Test("versions of which no delivery came become events, once, and the mark moves behind them")
    func dropped() async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore(mark: 1)
            for number in 0..<20 { bench.fixture.addVersion("model-\(number)", value: 0.9) }
            try await running(bench, store) {
                #expect(await comesReady("model-19/1/msg-ai", bench))
                #expect(await eventually { store.record.unfinished.isEmpty && store.saves >= 1 })
                bench.fixture.addVersion("late", value: 0.9)
                #expect(await comesReady("late/1/msg-ai", bench))
            }
            for number in 0..<20 { #expect(try await bench.types(of: "model-\(number)/1/msg-ai") == Self.ready) }
            let newest = try await bench.mlflow.modelVersion("late", "1").updatedAt
            #expect(store.record.mark == newest)
            #expect(store.holder == nil)
        }
    }

    @Test("missed versions of one model are compared each with the one before")
    func improvements() async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore(mark: 1)
            for value in [0.8, 0.9, 0.85, 0.95] { bench.fixture.addVersion("msg-model", value: value) }
            try await running(bench, store) { #expect(await comesImproved("msg-model/4/msg-ai", bench)) }
            #expect(try await bench.types(of: "msg-model/1/msg-ai") == Self.ready)
            #expect(try await bench.types(of: "msg-model/2/msg-ai") == Self.ready + ["metric_improved"])
            // It is better than the first, and not than the one before.
            #expect(try await bench.types(of: "msg-model/3/msg-ai") == Self.ready)
        }
    }

    @Test("a 404 that is not MLflow's own turns no version down")
    func foreignNotFound() async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore(mark: 1)
            bench.fixture.addVersion("msg-model", value: 0.9)
            bench.fixture.fail("runs/get", with: .foreignNotFound, count: 1)
            try await running(bench, store) { #expect(await comesReady("msg-model/1/msg-ai", bench)) }
        }
    }

    @Test("the first look of all reaches back an hour, and stores where it began")
    func first() async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore()
            let before = Timestamp.now.microseconds / 1_000 - 3_600_000
            try await running(bench, store) {
                #expect(await eventually { store.record.mark != nil })
            }
            let mark = try #require(store.record.mark)
            #expect(mark >= before && mark <= before + 60_000)
        }
    }

    @Test("what was done already is not asked about again")
    func idle() async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore(mark: 1)
            for number in 0..<5 { bench.fixture.addVersion("model-\(number)", value: 0.9) }
            try await running(bench, store) {
                #expect(await comesReady("model-0/1/msg-ai", bench))
                let searches = bench.fixture.requests(of: "model-versions/search")
                #expect(await eventually { bench.fixture.requests(of: "model-versions/search") > searches + 5 })
                #expect(bench.fixture.requests(of: "runs/get") == 5)
            }
        }
    }

    @Test("a version that is not tagged yet is noted and looked at again until it is")
    func pending() async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore(mark: 1)
            let name = ModelVersionName(model: "msg-model", version: "1")
            let run = bench.fixture.addRun(["reply_rate": 0.9])
            bench.fixture.addVersion(of: "msg-model", runID: run)
            try await running(bench, store) {
                #expect(await eventually { store.record.unfinished[name]?.cause == .pending })
                for (key, value) in Fixture.tags() { bench.fixture.setTag(key, value, of: "msg-model", "1") }
                #expect(await comesReady("msg-model/1/msg-ai", bench))
                #expect(await eventually { store.record.unfinished.isEmpty })
            }
        }
    }

    @Test(
        "the mark stays while MLflow fails, and everything is found afterwards",
        // The client tries three times more after 500 by itself, and not at all after a page.
        arguments: [(FixtureFault.status(500), 5), (.html, 2)])
    func failing(_ fault: FixtureFault, count: Int) async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore(mark: 1)
            bench.fixture.addVersion("msg-model", value: 0.9)
            bench.fixture.fail("model-versions/search", with: fault, count: count)
            let loops = LoopHeartbeats()
            try await running(bench, store, loops: loops) {
                #expect(await eventually { loops.statuses().contains { $0.failure?.contains("MLflow") == true } })
                #expect(await comesReady("msg-model/1/msg-ai", bench))
                #expect(await eventually { loops.statuses().allSatisfy { $0.failure == nil } })
            }
            #expect(store.record.mark ?? 0 > 1)
        }
    }

    @Test("a version whose run can't be asked for is noted and does not hold up the others")
    func poison() async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore(mark: 1)
            for name in ["one", "two", "three"] { bench.fixture.addVersion(name, value: 0.9) }
            bench.fixture.fail("runs/get", with: .status(400), count: 1)
            try await running(bench, store) {
                #expect(await eventually { store.everNoted.count == 1 })
                for name in ["one", "two", "three"] { #expect(await comesReady("\(name)/1/msg-ai", bench)) }
                #expect(await eventually { store.record.unfinished.isEmpty && (store.record.mark ?? 0) > 1 })
            }
            #expect(store.everNoted.count == 1)
        }
    }

    @Test("versions whose events the catalogue refuses do not hold up the others, however many there are")
    func refused() async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore(mark: 1)
            bench.fixture.addVersion("msg-model", value: 0.9)
            let names = (0..<30).map { "model-\($0)-" + String(repeating: "x", count: 300) }
            for name in names { bench.fixture.addVersion(name, value: 0.9) }
            try await running(bench, store) {
                #expect(await comesReady("msg-model/1/msg-ai", bench))
                #expect(await eventually { (store.record.mark ?? 0) > 1 })
            }
            let noted = store.record.unfinished.keys.filter { names.contains($0.model) }
            #expect(noted.count == names.count)
        }
    }

    @Test("versions about which MLflow says no do not hold up the others, however many there are")
    func forbidden() async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore(mark: 1)
            for number in 0..<30 { bench.fixture.addVersion("model-\(number)", value: 0.9) }
            bench.fixture.fail("runs/get", with: .status(403), count: 25)
            try await running(bench, store) {
                #expect(await eventually { store.everNoted.count == 25 && (store.record.mark ?? 0) > 1 })
                for number in 0..<30 { #expect(await comesReady("model-\(number)/1/msg-ai", bench)) }
            }
        }
    }

    @Test("one works at a time, and another goes on when it ends")
    func standby() async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore(mark: 1)
            let one = reconciler(bench, store), two = reconciler(bench, store)
            let first = Task { try await one.run() }
            #expect(await eventually { store.holder != nil })
            let holder = store.holder
            let second = Task { try await two.run() }
            bench.fixture.addVersion("one", value: 0.9)
            #expect(await comesReady("one/1/msg-ai", bench))
            #expect(await eventually { store.refusals > 2 })
            #expect(store.holder == holder)
            #expect(store.readers == [holder])
            first.cancel()
            try await first.value
            #expect(await eventually { store.holder != nil && store.holder != holder })
            bench.fixture.addVersion("two", value: 0.9)
            #expect(await comesReady("two/1/msg-ai", bench))
            second.cancel()
            try await second.value
        }
    }

    @Test("it shows that it is alive, and publishes nothing in the shadow")
    func shadow() async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore(mark: 1)
            let loops = LoopHeartbeats()
            bench.fixture.addVersion("msg-model", value: 0.9)
            try await running(bench, store, rollout: .shadow, loops: loops) {
                #expect(await eventually { (store.record.mark ?? 0) > 1 })
                #expect(loops.statuses().map(\.name) == ["reconciler"])
                #expect(loops.statuses().allSatisfy { !$0.isDead })
            }
            #expect(try await bench.types(of: "msg-model/1/msg-ai").isEmpty)
            #expect(loops.statuses().isEmpty)
        }
    }

    @Test("thousands of versions of one moment are all found")
    func many() async throws {
        try await ReviewBench.run { bench in
            let store = MemoryReconcilerStore(mark: 1)
            for number in 0..<1_200 { bench.fixture.addVersion("model-\(number)", value: 0.9) }
            try await running(bench, store) {
                #expect(await eventually(within: .seconds(60)) { (store.record.mark ?? 0) > 1 })
            }
            for number in [0, 1, 499, 500, 501, 999, 1_000, 1_199] {
                #expect(try await bench.types(of: "model-\(number)/1/msg-ai") == Self.ready, "\(number)")
            }
            let length = try await bench.client.command("XLEN", "test:{model_lifecycle:0}:log").integer
            #expect(length == 2_400)
        }
    }
}
