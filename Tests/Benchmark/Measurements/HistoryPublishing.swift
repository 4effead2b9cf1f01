import EventBus
import RedisEventBus

/// Publishing of an event that keeps a history, beside `redis-benchmark` running the same script.
enum HistoryPublishing: Measurement {
    static let rows = ["publish-history", "publish-history-tasks"]
    private static let events = 51_200

    static func run(on bench: Bench) async throws -> [Row] {
        let command = try await scriptCall(on: bench)
        let batches = SampleEvents.batches(SampleEvents.kept)
        let samples = batches.flatMap(\.self)
        let floor = {
            try bench.reset()
            return try await bench.measureRedisBenchmark(
                events: events, .random(below: SampleEvents.aggregates), command: command)
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
            ofBatches.throughputRow(rows[0], "batches with history ÷ redis-benchmark EVALSHA", atLeast: 0.75),
            ofTasks.throughputRow(rows[1], "256 tasks with history ÷ redis-benchmark EVALSHA", atLeast: 0.75),
        ]
    }

    /// The call of the append script as the bus makes it, with a drawn number for the aggregate.
    private static func scriptCall(on bench: Bench) async throws -> [String] {
        let (digest, entry) = try await ScriptDigest.used(on: bench) {
            try await RealEntry(of: SampleEvents.kept(SampleEvents.markedNumber), on: bench)
        }
        let fields = entry.withRandomNumber
        guard let subject = fields.firstIndex(of: "subject") else {
            throw BenchmarkError.unexpected("the entry has no subject")
        }
        let history = bench.layout.history("kept", 0, aggregate: "model", id: fields[subject + 1])
        return ["EVALSHA", digest, "2", bench.layout.log("kept", 0), history, "h", "86400000"] + fields
    }
}
