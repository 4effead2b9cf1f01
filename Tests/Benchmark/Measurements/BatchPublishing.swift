import EventBus
import RedisEventBus

/// Typed events published in batches of 100, encoded and validated, beside `redis-benchmark` with the same entry.
enum BatchPublishing: Measurement {
    static let rows = ["publish-batch", "publish-batch-cpu"]
    private static let events = 204_800

    static func run(on bench: Bench) async throws -> [Row] {
        let entry = try await RealEntry(of: SampleEvents.plain(SampleEvents.markedNumber), on: bench)
        let command = ["XADD", bench.layout.log("plain", 0), "*"] + entry.fields
        let batches = SampleEvents.batches(SampleEvents.plain)
        let runs = try await Alternation(rounds: bench.rounds) {
            try bench.reset()
            return try await bench.measure(events: events) {
                try await PublishingTasks.publishBatches(batches, events: events, on: bench)
            }
        } floor: {
            try bench.reset()
            return try await bench.measureRedisBenchmark(events: events, .fixed, command: command)
        }
        try bench.reset()
        return [
            runs.throughputRow(rows[0], "publish(contentsOf:) of 100 ÷ redis-benchmark XADD", atLeast: 0.80),
            runs.clientCostRow(rows[1], "client processor time of the same", atMost: 6),
        ]
    }
}
