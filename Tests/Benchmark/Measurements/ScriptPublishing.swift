import EventBus
import RedisEventBus

/// Publishing that takes the append script, beside `redis-benchmark` running the same script.
struct ScriptPublishing<E: Event> {
    /// The names of the row for batches and of the one for tasks.
    let rows: [String]
    /// What is published, as the rows' labels say it.
    let what: String
    let batches: [[E]]
    /// How many are published: the batches again and again.
    let events: Int
    /// The floor's command, and what it draws.
    let command: [String]
    let drawing: RedisBenchmark.Numbers

    func run(on bench: Bench) async throws -> [Row] {
        let samples = batches.flatMap(\.self)
        let floor = {
            try bench.reset()
            return try await bench.measureRedisBenchmark(events: events, drawing, command: command)
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
            ofBatches.throughputRow(rows[0], "batches with \(what) ÷ redis-benchmark EVALSHA", atLeast: 0.75),
            ofTasks.throughputRow(rows[1], "256 tasks with \(what) ÷ redis-benchmark EVALSHA", atLeast: 0.75),
        ]
    }
}
