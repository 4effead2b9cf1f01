import FixtureMLflow
import Foundation
import TestSupport
import Testing

@Suite("models while everything dies", .serialized)
struct ModelChaosTests {
    /// Who dies next.
    private enum Victim: CaseIterable {
        case redis
        case bus
        case mlflow
    }

    /// How long it goes on: some seconds, or as many as EVENTBUS_CHAOS_SECONDS says.
    private static let time = Duration.seconds(
        ProcessInfo.processInfo.environment["EVENTBUS_CHAOS_SECONDS"].flatMap { Int($0) } ?? 12)

    /// Registers a model after the other, every other one with a value that meets the baseline, every third with its tags later.
    ///
    /// - Returns: How many; MLflow took some of them whole at least, also on a slow machine.
    private static func registerModels(_ bench: ModelBench, until end: ContinuousClock.Instant) async throws -> Int {
        var (count, taken) = (0, 0)
        while ContinuousClock.now < end || taken < 6 {
            let options = count.isMultiple(of: 3) ? ["--tags-later"] : []
            let value = count.isMultiple(of: 2) ? "0.8" : "0.7"
            // Where MLflow does not take it the engineer is told so; what it took until then stays.
            let isTaken = try await bench.register(
                options + ["chaos-\(count)", "CHAOS-AI", "accuracy", "0.75", value])
            if isTaken { taken += 1 }
            count += 1
        }
        return count
    }

    /// What must be in the log of models that MLflow knows with all their tags.
    private static func wanted(_ bench: ModelBench, models count: Int) -> Set<ModelBench.Event> {
        var events: Set<ModelBench.Event> = []
        for number in 0..<count {
            let tags = bench.mlflow.tags(of: "chaos-\(number)", "1")
            guard ["hokusai_token_id", "benchmark_metric", "benchmark_value"].allSatisfy({ tags[$0] != nil }) else {
                continue
            }
            let outcome = number.isMultiple(of: 2) ? "model_ready_to_deploy" : "validation_failed"
            for type in ["model_registered", outcome] {
                events.insert(ModelBench.Event(type: type, model: "chaos-\(number)/1/chaos-ai"))
            }
        }
        return events
    }

    @Test(
        "Redis, the bus and MLflow die in turn: every version has one outcome, and each that validates is ready once",
        .timeLimit(.minutes(30)), arguments: [false, true])
    func dieInTurn(hasOutbox: Bool) async throws {
        try await ModelBench.run(withOutbox: hasOutbox) { bench, first in
            var bus = first
            let port = try await bench.port(of: bus)
            let end = ContinuousClock.now + Self.time
            async let registered = Self.registerModels(bench, until: end)
            var random = SeededGenerator("models under chaos")
            func pause() async throws {
                try await Task.sleep(for: .milliseconds(Int.random(in: 100...900, using: &random)))
            }
            while ContinuousClock.now < end {
                for victim in Victim.allCases {
                    try await pause()
                    switch victim {
                    case .redis:
                        bench.redis.kill()
                        try await pause()
                        try await bench.redis.start()
                    case .bus:
                        bus.end()
                        try await pause()
                        bus = try bench.startBus(port: port)
                    case .mlflow:
                        let faults: [FixtureFault?] = [nil, .status(500), nil, .rateLimited(retryAfter: 1), nil, .html]
                        await bench.mlflow.deliveries.drop()
                        if let fault = faults.randomElement(using: &random) ?? nil {
                            bench.mlflow.fail(with: fault, count: .max)
                        } else {
                            await bench.way.refuseConnections()
                            await bench.way.cutAll()
                        }
                        try await pause()
                        bench.mlflow.heal()
                        await bench.way.acceptConnections()
                        await bench.mlflow.deliveries.drop(false)
                    }
                }
            }
            let wanted = Self.wanted(bench, models: try await registered)
            try #require(wanted.count > 6, "hardly anything was registered")
            let isThere = await eventually(within: .seconds(90)) { wanted.isSubset(of: bench.log) }
            #expect(isThere, "missing \(wanted.subtracting(bench.log)) \(bus.said.suffix(4_000))")
            let ready = wanted.count { $0.type == "model_ready_to_deploy" }
            let isRouted = await eventually(within: .seconds(30)) { bench.ready == ":\(ready)" }
            #expect(isRouted, "\(ready) ready, on the list \(bench.ready)")
            let log = bench.log
            #expect(Dictionary(grouping: log, by: \.self).filter { $1.count > 1 }.keys.isEmpty)
            print("models in \(Self.time): \(wanted.count / 2) outcomes, \(ready) ready")
            #expect(await bus.terminate() == 0)
        }
    }
}
