import EventBus
import RedisEventBus

/// 256 tasks that each await `publish`, beside `redis-benchmark` with the same entry.
enum ConcurrentPublishing: Measurement {
    static let rows = ["publish-tasks", "publish-tasks-cpu"]
    private static let events = 153_600

    static func run(on bench: Bench) async throws -> [Row] {
        let entry = try await RealEntry(of: SampleEvents.plain(SampleEvents.markedNumber), on: bench)
        let command = ["XADD", bench.layout.log("plain", 0), "*"] + entry.fields
        let samples = (0..<SampleEvents.aggregates).map(SampleEvents.plain)
        let runs = try await Alternation(rounds: bench.rounds) {
            try bench.reset()
            return try await bench.measure(events: events) {
                try await PublishingTasks.publishEach(samples, count: events, on: bench)
            }
        } floor: {
            try bench.reset()
            return try await bench.measureRedisBenchmark(events: events, .fixed, command: command)
        }
        try bench.reset()
        return [
            runs.throughputRow(rows[0], "256 tasks awaiting publish ÷ redis-benchmark XADD", atLeast: 0.55),
            runs.clientCostRow(rows[1], "client processor time of the same", atMost: 10),
        ]
    }
}
