import EventBus
import RedisEventBus

/// Publishing of events under idempotency keys, each new, beside `redis-benchmark` running the same script.
enum KeyedPublishing: Measurement {
    static let rows = ["publish-key", "publish-key-tasks"]
    private static let events = 51_200
    /// So many that hardly one is drawn twice; `redis-benchmark` takes 32 bits.
    private static let keys = 1_000_000_000

    static func run(on bench: Bench) async throws -> [Row] {
        let command = try await scriptCall(on: bench)
        let batches = SampleEvents.batches(of: events, SampleEvents.keyed)
        let samples = batches.flatMap(\.self)
        let floor = {
            try bench.reset()
            return try await bench.measureRedisBenchmark(
                events: events, .random(below: keys), command: command)
        }
        let ofBatches = try await Alternation(
            rounds: bench.rounds,
            ours: {
                try bench.reset()
                return try await bench.measure(events: events) {
                    try await PublishingTasks.publishBatches(batches, events: events, on: bench)
                }
            }, floor: floor)
        let ofTasks = try await Alternation(
            rounds: bench.rounds,
            ours: {
                try bench.reset()
                return try await bench.measure(events: events) {
                    try await PublishingTasks.publishEach(samples, count: events, on: bench)
                }
            }, floor: floor)
        try bench.reset()
        return [
            ofBatches.throughputRow(rows[0], "batches with a key ÷ redis-benchmark EVALSHA", atLeast: 0.75),
            ofTasks.throughputRow(rows[1], "256 tasks with a key ÷ redis-benchmark EVALSHA", atLeast: 0.75),
        ]
    }

    /// The call of the append script as the bus makes it, with a drawn number for the key.
    private static func scriptCall(on bench: Bench) async throws -> [String] {
        let event = SampleEvents.keyed(SampleEvents.markedNumber)
        let (digest, entry) = try await ScriptDigest.used(on: bench) { try await RealEntry(of: event, on: bench) }
        let key = bench.layout.idempotency("keyed", 0, event: "model_ready_keyed", key: event.idempotencyKey ?? "")
        let drawn = SampleEvents.replacingNumber(in: key, by: RedisBenchmark.placeholder)
        return ["EVALSHA", digest, "2", bench.layout.log("keyed", 0), drawn, "i", "86400000"] + entry.withRandomNumber
    }
}
